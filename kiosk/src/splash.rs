//! What the panel shows while the machine starts (启动画面), from the moment there is a picture until the kiosk draws its first frame: a ring, and under it
//! what is happening. Draws into the kernel's frame buffer by itself: fonts of the system, the screens and a display server would cost the start more than
//! they show. Waits for nothing, holds nothing up, and ends by itself.

mod drawing;
mod glass;
mod stage;

use std::path::Path;
use std::time::{Duration, Instant};

pub use drawing::{Face, picture};
pub use glass::Glass;
pub use stage::{Standing, standing};

/// How often it is looked what is happening.
const LOOK: Duration = Duration::from_millis(250);
/// How often the same is drawn again: the kernel clears the panel when its own driver takes it over.
const AGAIN: Duration = Duration::from_secs(2);
/// A start that has not come to a screen by then is no start any more.
const AT_MOST: Duration = Duration::from_secs(600);

/// Shows what is happening until the kiosk has drawn, or drawn what is wrong. `root` is where the machine's files lie, `/` but in tests.
pub fn show(root: &Path) -> anyhow::Result<()> {
    let words = stage::words()?;
    let begun = Instant::now();
    let (mut face, mut shown, mut drawn_at) = (None, None, None::<Instant>);
    while begun.elapsed() < AT_MOST {
        let standing = standing(root);
        if standing.is_over {
            return Ok(());
        }
        let glass = Glass::find(root);
        let now = glass.map(|glass| (glass, standing.clone()));
        let again = drawn_at.is_none_or(|at| at.elapsed() >= AGAIN);
        if let Some((glass, standing)) = now.as_ref().filter(|_| now != shown || again) {
            if face.is_none() && standing.stage.is_some() {
                face = Face::read(root).map(Some).unwrap_or_else(|error| {
                    console::tell!("kiosk: find a font for the start: {error:#}");
                    None
                });
            }
            let said = standing.stage.and_then(|stage| words.get(stage.as_code()));
            let (width, height) = glass.size(standing.turned);
            let picture = picture(width, height, said.zip(face.as_ref()));
            // A panel that is not there any more is looked for again.
            if glass.put(&picture, standing.turned).is_ok() {
                drawn_at = Some(Instant::now());
            }
            shown = now;
        }
        std::thread::sleep(LOOK);
    }
    Ok(())
}
