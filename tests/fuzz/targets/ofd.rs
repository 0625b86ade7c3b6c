//! Our reader of OFD: packages of any parts are drawn and read or refused. Input is text; U+0001 begins a part, its first character
//! says which one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Parts that a package may have.
const PARTS: &[&str] = &[
    "OFD.xml",
    "Doc_0/Document.xml",
    "Doc_0/Pages/Page_0/Content.xml",
    "Doc_0/PublicRes.xml",
    "Doc_0/DocumentRes.xml",
    "Doc_0/Tpls/Tpl_0/Content.xml",
    "Doc_0/Annots/Annotations.xml",
    "Doc_0/Annots/Page_0/Annotation.xml",
    "Doc_0/Signs/Signatures.xml",
    "Doc_0/Signs/Sign_0/Signature.xml",
    "Doc_0/Signs/Sign_0/SignedValue.dat",
    "Doc_0/Pages/Page_1/Content.xml",
];

fuzz_target!(|bytes: &[u8]| {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for part in bytes.split(|byte| *byte == 1).skip(1) {
        let Some((which, content)) = part.split_first() else { continue };
        let name = PARTS[usize::from(*which) % PARTS.len()];
        // The same part twice is refused by the writer.
        if writer.start_file(name, stored).is_ok() {
            let _ = writer.write_all(content);
        }
    }
    let Ok(package) = writer.finish() else { return };
    let _ = viewer_program::probe::draw_ofd(package.into_inner());
});
