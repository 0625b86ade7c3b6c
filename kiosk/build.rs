//! Compiles the screens. Translations are bundled, so that the language can change without files or a restart.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=ui");
    println!("cargo:rerun-if-changed=../assets/lang");
    println!("cargo:rerun-if-changed=../assets/icons");
    let config = slint_build::CompilerConfiguration::new()
        .with_style("fluent-light".into())
        .with_bundled_translations("../assets/lang")
        .with_default_translation_context(slint_build::DefaultTranslationContext::None)
        .embed_resources(slint_build::EmbedResourcesKind::EmbedFiles)
        // Studio builds walk the element tree; on devices nothing reads these names.
        .with_debug_info(std::env::var_os("CARGO_FEATURE_STUDIO").is_some());
    slint_build::compile_with_config("ui/main.slint", config)?;
    Ok(())
}
