//! Compiles the screens. Translations are bundled, so that the language can change without files or a restart.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in [
        "main.slint",
        "frame.slint",
        "theme.slint",
        "words.slint",
        "pages",
        "widgets",
        // Of the words only these are the screens' own: whatever else stands beside them may change without a build of minutes.
        "../../assets/lang/en",
        "../../assets/icons",
    ] {
        println!("cargo:rerun-if-changed={path}");
    }
    let config = slint_build::CompilerConfiguration::new()
        .with_style("fluent-light".into())
        .with_bundled_translations("../../assets/lang")
        .with_default_translation_context(slint_build::DefaultTranslationContext::None)
        .embed_resources(slint_build::EmbedResourcesKind::EmbedFiles)
        .with_debug_info(std::env::var_os("CARGO_FEATURE_NAMES").is_some());
    slint_build::compile_with_config("main.slint", config)?;
    Ok(())
}
