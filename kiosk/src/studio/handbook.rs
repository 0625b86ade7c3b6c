//! The pictures of the handbooks (手册插图): which ones the pages name, drawn anew, and compared with those that lie there. The name of a
//! picture says how it is made: `home.1080x1920.zh.normal.png` is the sample screen `home`, `slip.print.png` the slip that the sample screen `print` would print.

mod likeness;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use session::screen::{Screen, View};

use super::shots::{Lang, LookName, Studio, samples};
pub use likeness::{Likeness, Small};

/// Folder of the pictures beside the pages.
const PICTURES: &str = "pictures";
/// The pages say nothing of an inch; this is the panel that the design is drawn for.
const DIAGONAL_IN: f64 = 21.5;
/// A page of a handbook is read whole.
const PAGE_BYTES_MAX: u64 = 1024 * 1024;

/// How a picture is made.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Recipe {
    /// A sample screen.
    Screen {
        name: String,
        size: (u32, u32),
        lang: Lang,
        looks: Vec<LookName>,
    },
    /// The slip that a sample screen would print.
    Slip { name: String },
}

impl Recipe {
    fn of(file: &str) -> anyhow::Result<Recipe> {
        let stem = file
            .strip_suffix(".png")
            .with_context(|| format!("{file} is no picture"))?;
        if let Some(name) = stem.strip_prefix("slip.") {
            let name = name.to_owned();
            return Ok(Recipe::Slip { name });
        }
        let parts: Vec<&str> = stem.split('.').collect();
        let [name, size, lang, looks] = parts[..] else {
            bail!("{file} is not SCREEN.WIDTHxHEIGHT.LANGUAGE.LOOKS.png");
        };
        let looks: Result<Vec<LookName>, String> =
            looks.split('+').map(LookName::from_name).collect();
        Ok(Recipe::Screen {
            name: name.to_owned(),
            size: super::shots::size(size).map_err(anyhow::Error::msg)?,
            lang: Lang::from_name(lang).map_err(anyhow::Error::msg)?,
            looks: looks.map_err(anyhow::Error::msg)?,
        })
    }
}

/// The pictures that the pages (`*.md`) of a folder name.
pub fn named(pages: &Path) -> anyhow::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for path in entries(pages)? {
        if path.extension().is_some_and(|extension| extension == "md") {
            let length = path.metadata().map_or(0, |meta| meta.len());
            ensure!(
                length <= PAGE_BYTES_MAX,
                "{} is larger than {PAGE_BYTES_MAX} bytes",
                path.display()
            );
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("read {}", path.display()))?;
            found.extend(linked(&text));
        }
    }
    ensure!(
        !found.is_empty(),
        "no page in {} names a picture",
        pages.display()
    );
    Ok(found)
}

/// `pictures/NAME` in links of a page.
fn linked(page: &str) -> impl Iterator<Item = String> + '_ {
    page.split('(').skip(1).filter_map(|rest| {
        let target = rest.split(')').next()?;
        let name = target.strip_prefix(PICTURES)?.strip_prefix('/')?;
        Some(name.to_owned())
    })
}

fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let read = || format!("read {}", folder.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(read)? {
        found.push(entry.with_context(read)?.path());
    }
    found.sort();
    Ok(found)
}

/// Draws pictures by their names, small. One studio a thread, so everything is drawn by one call.
pub fn draw(names: &BTreeSet<String>) -> anyhow::Result<Vec<(String, Small)>> {
    let samples = samples()?;
    let sample = |name: &str| -> anyhow::Result<View> {
        let found = samples.iter().find(|(known, _)| known == name);
        let (_, view) = found.with_context(|| format!("no sample screen {name}"))?;
        Ok(view.clone())
    };
    let mut studio: Option<Studio> = None;
    let mut drawn = Vec::new();
    for name in names {
        let small = match Recipe::of(name)? {
            Recipe::Slip { name } => {
                let Screen::Print(print) = sample(&name)?.screen else {
                    bail!("the sample screen {name} prints nothing");
                };
                let slip = print.preview.context("compose the slip")?;
                Small::of_grey(slip.width, slip.height, &slip.grey)
            }
            Recipe::Screen {
                name,
                size,
                lang,
                looks,
            } => {
                let mut view = sample(&name)?;
                view.look = LookName::look(&looks, lang);
                if studio.is_none() {
                    studio = Some(Studio::open(DIAGONAL_IN, size)?);
                }
                let studio = studio.as_ref().expect("opened above");
                studio.resize(DIAGONAL_IN, size);
                studio.show(&view);
                Small::of(studio)?
            }
        };
        drawn.push((name.clone(), small));
    }
    Ok(drawn)
}

/// Draws every picture that the pages name into their folder of pictures, and removes those that none names any more.
pub fn make(pages: &Path) -> anyhow::Result<usize> {
    let folder = pages.join(PICTURES);
    let drawn = draw(&named(pages)?)?;
    std::fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
    for (name, small) in &drawn {
        let path = folder.join(name);
        // A picture that is still like what is drawn stays as it is: the history of the sources does not grow by noise.
        if Small::read(&path).is_ok_and(|kept| kept.likeness(small).is_alike()) {
            continue;
        }
        let bytes = small.png()?;
        std::fs::write(&path, bytes).with_context(|| format!("write {}", path.display()))?;
    }
    for name in kept(&folder)? {
        if !drawn.iter().any(|(drawn, _)| *drawn == name) {
            let path = folder.join(&name);
            std::fs::remove_file(&path).with_context(|| format!("remove {}", path.display()))?;
        }
    }
    Ok(drawn.len())
}

fn kept(folder: &Path) -> anyhow::Result<BTreeSet<String>> {
    let names = entries(folder)?.into_iter();
    Ok(names
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect())
}

/// What is wrong with the pictures of a folder of pages: missing, named by no page, or not what is drawn now.
pub fn aged(pages: &Path) -> anyhow::Result<Vec<String>> {
    let folder = pages.join(PICTURES);
    let names = named(pages)?;
    let kept = kept(&folder)?;
    let mut found: Vec<String> = kept
        .difference(&names)
        .map(|name| format!("{name}: no page names it"))
        .collect();
    for (name, now) in draw(&names)? {
        if !kept.contains(&name) {
            found.push(format!("{name}: is missing"));
            continue;
        }
        let then = Small::read(&folder.join(&name))?;
        let likeness = then.likeness(&now);
        if !likeness.is_alike() {
            found.push(format!("{name}: {likeness}"));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_how_the_picture_is_made() {
        let screen = Recipe::of("home.1080x1920.zh.large+low-reach.png").unwrap();
        assert_eq!(
            screen,
            Recipe::Screen {
                name: "home".into(),
                size: (1080, 1920),
                lang: Lang::Zh,
                looks: vec![LookName::Large, LookName::LowReach],
            }
        );
        let slip = Recipe::of("slip.print.png").unwrap();
        assert_eq!(
            slip,
            Recipe::Slip {
                name: "print".into()
            }
        );
        for bad in [
            "home.png",
            "home.1080.zh.normal.png",
            "home.1080x1920.fr.normal.png",
            "home.1080x1920.zh.pretty.png",
            "home.1080x1920.zh.normal.jpg",
        ] {
            assert!(Recipe::of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_page_names_its_pictures() {
        let page = "![首页](pictures/a.png) and [text](other/b.png), ![](pictures/c.png)";
        assert_eq!(linked(page).collect::<Vec<_>>(), ["a.png", "c.png"]);
    }
}
