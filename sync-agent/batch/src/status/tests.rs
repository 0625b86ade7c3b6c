use super::*;
use crate::seal::public_hex;
use serde_json::json;
use std::path::Path;

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn full() -> Status {
    let at = || Some("2026-11-22T02:00:00Z".to_owned());
    Status {
        format: STATUS_FORMAT,
        terminal: "L01-1".into(),
        number: 57,
        made: "2026-11-22T02:00:00Z".into(),
        agent: "0.1.0".into(),
        kiosk: Some("0.1.0".into()),
        feed: Some("00112233445566ff".into()),
        epoch: 1,
        sequence: 1_742,
        timestamp: 31,
        documents: 1_720,
        changed: at(),
        checked: at(),
        signed_until: at(),
        poll: "done".into(),
        polled: at(),
        failures: 0,
        takedowns: 3,
        takedown_list: "00112233445566aa".into(),
        takedown_at: at(),
        takedowns_waiting: 0,
        takedowns_unseen: Some(0),
        frame: at(),
        printer: "ready".into(),
        printer_at: at(),
        paper_m: Some(41),
        disk_free_mb: Some(9_000),
        uploaded: at(),
        errors: vec!["records-refused".into()],
    }
}

/// A status of any first line, soundly signed.
fn signed(first: &str) -> Vec<u8> {
    let text = format!("{first}\n");
    let signature = Line::Signature(signature_of(text.as_bytes(), &key()));
    format!("{text}{}\n", serde_json::to_string(&signature).unwrap()).into_bytes()
}

/// The full status as JSON, changed.
fn changed(change: impl FnOnce(&mut Map<String, Value>)) -> Vec<u8> {
    let Value::Object(mut fields) = serde_json::to_value(full()).unwrap() else {
        panic!("no object")
    };
    fields.insert("kind".into(), "status".into());
    change(&mut fields);
    signed(&Value::Object(fields).to_string())
}

#[test]
fn what_was_sealed_opens_to_the_same_status_and_says_who_signed() {
    let sealed = seal_status(&full(), &key()).unwrap();
    assert_eq!(sealed.name, "L01-1.status.ndjson");
    let opened = open_status(&sealed.name, &sealed.bytes).unwrap();
    assert_eq!((opened.status, opened.key), (full(), public_hex(&key())));
}

#[test]
fn every_field_is_declared_and_nothing_else_is_written() {
    let Value::Object(written) = serde_json::to_value(full()).unwrap() else {
        panic!("no object")
    };
    let mut written: Vec<&str> = written.keys().map(String::as_str).collect();
    written.sort_unstable();
    let mut declared: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    declared.sort_unstable();
    assert_eq!(written, declared, "a full status has every declared field");
    // What is not known is left out, and only that.
    let optional: Vec<&str> = FIELDS
        .iter()
        .filter(|field| !field.required)
        .map(|field| field.name)
        .collect();
    for field in FIELDS {
        let bytes = changed(|fields| drop(fields.remove(field.name)));
        let opened = open_status("L01-1.status.ndjson", &bytes);
        match optional.contains(&field.name) {
            true => assert!(opened.is_ok(), "{}: {opened:?}", field.name),
            false => assert_eq!(opened, Err(StatusFault::Missing(field.name))),
        }
    }
}

#[test]
fn the_published_schema_declares_the_same_fields() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/status.schema.json");
    let schema: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let properties = schema["properties"].as_object().unwrap();
    let known = sorted(properties.keys().cloned().collect());
    let names = |required: bool| {
        FIELDS
            .iter()
            .filter(move |field| field.required || !required)
    };
    let with_kind = |required: bool| {
        let mut all: Vec<String> = names(required).map(|field| field.name.to_owned()).collect();
        all.push("kind".into());
        sorted(all)
    };
    assert_eq!(known, with_kind(false));
    let required: Vec<String> = serde_json::from_value(schema["required"].clone()).unwrap();
    assert_eq!(sorted(required), with_kind(true));
    assert_eq!(schema["additionalProperties"], false);
    for field in FIELDS {
        let shape = &schema["properties"][field.name];
        match field.form {
            Form::Count(max) => assert_eq!(shape["maximum"], max, "{}", field.name),
            Form::Code(codes) => assert_eq!(shape["enum"], json!(codes), "{}", field.name),
            Form::Codes(codes) => assert_eq!(shape["items"]["enum"], json!(codes)),
            Form::Terminal | Form::Version | Form::Time | Form::Digest => {
                assert!(shape["pattern"].is_string(), "{}", field.name);
            }
        }
    }
}

#[test]
fn any_other_byte_is_refused() {
    let sealed = seal_status(&full(), &key()).unwrap();
    for at in 0..sealed.bytes.len() {
        let mut bytes = sealed.bytes.clone();
        bytes[at] ^= 1;
        assert!(open_status(&sealed.name, &bytes).is_err(), "byte {at}");
    }
    for cut in 0..sealed.bytes.len() {
        assert!(open_status(&sealed.name, &sealed.bytes[..cut]).is_err());
    }
}

#[test]
fn hostile_statuses_are_refused_with_their_reason() {
    let name = "L01-1.status.ndjson";
    let refused = |bytes: &[u8], code: &str| {
        let fault = open_status(name, bytes).unwrap_err();
        assert_eq!(fault.as_code(), code, "{fault}");
        assert!(fault.to_string().len() < 200 && !fault.to_string().contains('\n'));
    };
    refused(&vec![b' '; STATUS_BYTES_MAX as usize + 1], "too-large");
    refused(b"", "damaged");
    refused(b"\n\n", "damaged");
    refused(&[0xff, b'\n', b'{', b'}', b'\n'], "damaged");
    refused(&signed("[1]"), "damaged");
    refused(&signed("{\"kind\":\"batch\"}"), "damaged");
    let deep = format!("{{\"kind\":\"status\",\"a\":{}", "[".repeat(8_000));
    refused(&signed(&deep), "damaged");
    refused(
        &changed(|fields| drop(fields.insert("visitor".into(), json!("张三")))),
        "undeclared",
    );
    let odd = format!("\u{7}<script>{}", "x".repeat(300));
    refused(
        &changed(|fields| drop(fields.insert(odd, json!(1)))),
        "undeclared",
    );
    for (field, value) in [
        ("format", json!(0)),
        ("terminal", json!("../L01-1")),
        ("number", json!(-1)),
        ("number", json!(1e300)),
        ("made", json!("yesterday")),
        ("agent", json!("<b>")),
        ("printer", json!("printing")),
        ("errors", json!(["a search"])),
        ("errors", json!("alarms")),
        ("frame", json!(null)),
        ("paper_m", json!("much")),
    ] {
        refused(
            &changed(|fields| drop(fields.insert(field.into(), value))),
            "bad-value",
        );
    }
    let other = changed(|fields| drop(fields.insert("terminal".into(), json!("L02-1"))));
    refused(&other, "wrong-terminal");
    // Signed by another than it says.
    let sealed = seal_status(&full(), &key()).unwrap();
    let text = String::from_utf8(sealed.bytes).unwrap();
    let claimed = public_hex(&SigningKey::from_bytes(&[8; 32]));
    let stolen = text.replace(&public_hex(&key()), &claimed);
    refused(stolen.as_bytes(), "bad-signature");
    let grown = text.replace("\"documents\":1720", "\"documents\":1721");
    assert_ne!(grown, text);
    refused(grown.as_bytes(), "bad-signature");
}

#[test]
fn a_status_that_would_tell_more_than_it_may_is_not_sealed() {
    for status in [
        Status {
            printer: "printing".into(),
            ..full()
        },
        Status {
            errors: vec!["read /var/lib: denied".into()],
            ..full()
        },
        Status {
            terminal: "示例市图书馆".into(),
            ..full()
        },
    ] {
        assert!(matches!(
            seal_status(&status, &key()),
            Err(StatusFault::Value(_))
        ));
    }
}
