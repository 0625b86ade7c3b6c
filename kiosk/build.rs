//! Compiles the one window that is not of `screens`: what shows when the settings cannot be used. It stands here so that the session's screens,
//! which take minutes, are not compiled for it.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    slint_build::compile("ui/wrong_settings.slint")?;
    Ok(())
}
