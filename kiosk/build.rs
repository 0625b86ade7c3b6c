//! Compiles the windows that are not of `screens`: what shows when the settings cannot be used or no font is there, and before the desk has its first PIN. They stand here so
//! that the session's screens, which take minutes, are not compiled for them.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = slint_build::CompilerConfiguration::new()
        .embed_resources(slint_build::EmbedResourcesKind::EmbedFiles);
    slint_build::compile_with_config("ui/alone.slint", config)?;
    Ok(())
}
