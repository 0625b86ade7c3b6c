//! What a viewer's child may say, and what it is asked: any bytes are refused or read as something that is written and read again
//! as the same; no length makes the reader take more than came.
#![no_main]

use libfuzzer_sys::fuzz_target;
use viewer::{read_answer, read_request, write_answer, write_request};

fuzz_target!(|bytes: &[u8]| {
    if let Ok((answer, body)) = read_answer(&mut &bytes[..]) {
        assert!(body.len() <= bytes.len());
        let mut wire = Vec::new();
        write_answer(&mut wire, &answer, &body).expect("what was read can be said");
        let (again, same) = read_answer(&mut wire.as_slice()).expect("what was said can be read");
        // Numbers that are no numbers are not equal to themselves.
        assert_eq!(format!("{again:?}"), format!("{answer:?}"));
        assert_eq!(same, body);
    }
    let mut rest = bytes;
    while let Ok(Some(request)) = read_request(&mut rest) {
        let mut wire = Vec::new();
        write_request(&mut wire, &request).expect("what was read can be asked");
        assert_eq!(read_request(&mut wire.as_slice()).ok(), Some(Some(request)));
    }
});
