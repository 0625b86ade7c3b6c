//! What stands on the disk where the settings point to: a pipe or a folder in place of a file would be waited for without end.
//! Opens nothing; what is not there yet may come.

use crate::settings::{Config, Inbox};
use crate::{Problem, Problems};
use std::fs::FileType;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

/// What a path must lead to.
#[derive(Clone, Copy)]
enum Kind {
    File,
    Folder,
    Device,
}

impl Kind {
    fn fits(self, there: FileType) -> bool {
        match self {
            Kind::File => there.is_file(),
            Kind::Folder => there.is_dir(),
            Kind::Device => there.is_char_device(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::File => "a file",
            Kind::Folder => "a folder",
            Kind::Device => "a character device",
        }
    }
}

/// What cannot work on this machine, where something of another kind stands in a place.
pub fn check(config: &Config, file: &Path) -> Result<(), Problems> {
    let list: Vec<Problem> = places(config)
        .into_iter()
        .filter_map(|(key, path, kind)| {
            // What a link leads to is asked, without opening it.
            let there = std::fs::metadata(path).ok()?.file_type();
            (!kind.fits(there)).then(|| Problem {
                line: 0,
                key: key.to_owned(),
                message: format!(
                    "{} is {}, and must be {}",
                    path.display(),
                    name(there),
                    kind.name()
                ),
            })
        })
        .collect();
    match list.is_empty() {
        true => Ok(()),
        false => Err(Problems::new(&file.display().to_string(), list)),
    }
}

fn places(config: &Config) -> Vec<(&'static str, &Path, Kind)> {
    let mut places = vec![
        ("mirror.dir", config.mirror.dir.as_path(), Kind::Folder),
        ("journal.dir", config.journal.dir.as_path(), Kind::Folder),
        ("sync.root", config.sync.root.as_path(), Kind::File),
    ];
    let printer = &config.printer;
    let device = ["serial://", "usb://"]
        .iter()
        .find_map(|scheme| printer.connection.strip_prefix(scheme));
    if let Some(device) = device {
        let path = device.split('?').next().unwrap_or_default();
        places.push(("printer.connection", Path::new(path), Kind::Device));
    }
    places.extend(place("printer.profiles", &printer.profiles, Kind::Folder));
    places.extend(place("sync.media", &config.sync.media, Kind::Folder));
    places.extend(place("sync.ca", &config.sync.ca, Kind::File));
    if let Some(upload) = &config.upload {
        let token = &upload.authorization;
        places.extend(place("upload.authorization", token, Kind::File));
        if let Inbox::Presigned(list) = &upload.inbox {
            places.push(("upload.to", list, Kind::File));
        }
    }
    places
}

fn place<'c>(
    key: &'static str,
    path: &'c Option<PathBuf>,
    kind: Kind,
) -> Option<(&'static str, &'c Path, Kind)> {
    Some((key, path.as_deref()?, kind))
}

fn name(there: FileType) -> &'static str {
    match () {
        () if there.is_fifo() => "a pipe (FIFO)",
        () if there.is_dir() => "a folder",
        () if there.is_socket() => "a socket",
        () if there.is_block_device() => "a disk",
        () if there.is_char_device() => "a character device",
        () => "a file",
    }
}
