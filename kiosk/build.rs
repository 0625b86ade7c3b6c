//! Compiles the windows that are not of `screens`: what shows when the settings cannot be used, and before the desk has its first PIN. They stand here so
//! that the session's screens, which take minutes, are not compiled for them.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    slint_build::compile("ui/alone.slint")?;
    Ok(())
}
