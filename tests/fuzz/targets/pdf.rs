//! What is mended in a PDF before anyone draws it: whatever the bytes are, the pages stay as many as they were.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    viewer_program::probe::mend_pdf(bytes);
});
