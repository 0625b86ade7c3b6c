//! The FTS5 tokenizer of the mirror: overlapping pairs of folded characters. Owns all unsafe code of the crate.
//!
//! Chinese has no spaces; a pair of characters is the shortest word people search for, and all pairs of a text
//! find exactly the two-character words that are in it. A run of word characters `abc` gives `ab`, `bc`, and at its
//! end `c` at the place of `bc`, so that the prefix `c*` finds the character wherever it stands.
//!
//! A value that starts with [`KEYS`] is a list of ready tokens separated by [`NEXT`]: filters, sounds, numbers. No
//! text can look like one, because both are control characters and text is folded before it gets here.
//!
//! Format: SQLite FTS5 documentation, section 7.1 "Custom Tokenizers".

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use rusqlite::{Connection, ffi};

use crate::fold;

/// First character of a value that is a list of ready tokens.
pub const KEYS: char = '\u{1e}';
/// Between two ready tokens.
pub const NEXT: char = '\u{1f}';

/// What FTS5 gives us to hand tokens to.
type Sink = unsafe extern "C" fn(*mut c_void, c_int, *const c_char, c_int, c_int, c_int) -> c_int;

/// Calls `token(bytes, colocated)` for each token of the value; stops at the first `Err`.
pub fn tokens<E>(
    value: &str,
    mut token: impl FnMut(&[u8], bool) -> Result<(), E>,
) -> Result<(), E> {
    if let Some(keys) = value.strip_prefix(KEYS) {
        for key in keys.split(NEXT).filter(|key| !key.is_empty()) {
            token(key.as_bytes(), false)?;
        }
        return Ok(());
    }
    let mut before: Option<char> = None;
    let mut run = 0_usize;
    let mut pair = [0_u8; 8];
    for c in value.chars().map(fold::fold_char).chain([' ']) {
        if fold::is_word(c) {
            if let Some(first) = before {
                let length = encode(first, Some(c), &mut pair);
                token(&pair[..length], false)?;
            }
            before = Some(c);
            run += 1;
        } else if let Some(last) = before.take() {
            let length = encode(last, None, &mut pair);
            token(&pair[..length], run > 1)?;
            run = 0;
        }
    }
    Ok(())
}

fn encode(first: char, second: Option<char>, into: &mut [u8; 8]) -> usize {
    let at = first.encode_utf8(&mut into[..4]).len();
    at + second.map_or(0, |c| c.encode_utf8(&mut into[at..at + 4]).len())
}

/// Makes the tokenizer known to a connection; needed by readers and writers alike.
pub fn register(db: &Connection) -> rusqlite::Result<()> {
    // SAFETY: `handle` is open for the whole call. The statement is finalised on every path. `fts5(?1)` with a pointer
    // of type `fts5_api_ptr` writes the address of FTS5's table of functions, which lives as long as the connection
    // (documentation, section 7), into `api`, which outlives the step. FTS5 copies the name and the tokenizer table.
    unsafe {
        let handle = db.handle();
        let mut statement = ptr::null_mut();
        let sql = c"SELECT fts5(?1)";
        check(ffi::sqlite3_prepare_v2(
            handle,
            sql.as_ptr(),
            -1,
            &mut statement,
            ptr::null_mut(),
        ))?;
        let mut api: *mut ffi::fts5_api = ptr::null_mut();
        let bound = ffi::sqlite3_bind_pointer(
            statement,
            1,
            (&raw mut api).cast(),
            c"fts5_api_ptr".as_ptr(),
            None,
        );
        ffi::sqlite3_step(statement);
        ffi::sqlite3_finalize(statement);
        check(bound)?;
        let Some(create) = api.as_ref().and_then(|api| api.xCreateTokenizer) else {
            return check(ffi::SQLITE_ERROR);
        };
        let mut table = ffi::fts5_tokenizer {
            xCreate: Some(create_tokenizer),
            xDelete: Some(delete_tokenizer),
            xTokenize: Some(tokenize),
        };
        check(create(
            api,
            c"pairs".as_ptr(),
            ptr::null_mut(),
            &mut table,
            None,
        ))
    }
}

fn check(code: c_int) -> rusqlite::Result<()> {
    if code == ffi::SQLITE_OK {
        Ok(())
    } else {
        Err(rusqlite::Error::SqliteFailure(
            ffi::Error::new(code),
            Some("register tokenizer".to_owned()),
        ))
    }
}

/// The tokenizer has no state: FTS5 only wants an address that is not null.
unsafe extern "C" fn create_tokenizer(
    _user: *mut c_void,
    _args: *mut *const c_char,
    _count: c_int,
    out: *mut *mut ffi::Fts5Tokenizer,
) -> c_int {
    // SAFETY: FTS5 passes a place for one pointer. The pointer is never followed, neither by FTS5 nor by us.
    unsafe { *out = ptr::NonNull::dangling().as_ptr() };
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete_tokenizer(_tokenizer: *mut ffi::Fts5Tokenizer) {}

unsafe extern "C" fn tokenize(
    _tokenizer: *mut ffi::Fts5Tokenizer,
    context: *mut c_void,
    _flags: c_int,
    text: *const c_char,
    length: c_int,
    sink: Option<Sink>,
) -> c_int {
    let Some(sink) = sink else {
        return ffi::SQLITE_ERROR;
    };
    let length = usize::try_from(length).unwrap_or(0);
    if text.is_null() || length == 0 {
        return ffi::SQLITE_OK;
    }
    // SAFETY: FTS5 passes `length` readable bytes that stay until we return.
    let bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), length) };
    // Bytes of a damaged file need not be UTF-8; this never fails and never reads past them.
    let value = String::from_utf8_lossy(bytes);
    let result = tokens(&value, |token, colocated| {
        let flags = if colocated {
            ffi::FTS5_TOKEN_COLOCATED
        } else {
            0
        };
        let size = c_int::try_from(token.len()).unwrap_or(0);
        // SAFETY: the token lives until the call returns; FTS5 copies it. Offsets serve only FTS5's own snippets,
        // which contentless tables do not have.
        match unsafe { sink(context, flags, token.as_ptr().cast(), size, 0, 0) } {
            ffi::SQLITE_OK => Ok(()),
            code => Err(code),
        }
    });
    result.err().unwrap_or(ffi::SQLITE_OK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(value: &str) -> Vec<String> {
        let mut found = Vec::new();
        let done: Result<(), ()> = tokens(value, |token, _| {
            found.push(String::from_utf8(token.to_vec()).unwrap());
            Ok(())
        });
        done.unwrap();
        found
    }

    #[test]
    fn pairs_overlap_and_stop_at_punctuation() {
        assert_eq!(
            all("政务公开，Ａb"),
            ["政务", "务公", "公开", "开", "ab", "b"]
        );
        assert_eq!(all(""), [""; 0]);
        assert_eq!(all("，。"), [""; 0]);
    }

    #[test]
    fn ready_tokens_pass_unchanged() {
        assert_eq!(all("\u{1e}_y2018\u{1f}\u{1f}~zgk"), ["_y2018", "~zgk"]);
    }

    #[test]
    fn sqlite_uses_it() {
        let db = Connection::open_in_memory().unwrap();
        register(&db).unwrap();
        db.execute_batch(
            "CREATE VIRTUAL TABLE t USING fts5(x, content='', contentless_delete=1, detail=none, tokenize='pairs');
             INSERT INTO t(rowid, x) VALUES (7, '政务公开查阅点');",
        )
        .unwrap();
        let find = |token: &str| -> Vec<i64> {
            let mut statement = db.prepare("SELECT rowid FROM t WHERE t MATCH ?").unwrap();
            let rows = statement.query_map([token], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect()
        };
        assert_eq!(find("\"\u{1e}公开\""), [7]);
        assert_eq!(find("\"\u{1e}点\" *"), [7]);
        assert_eq!(find("\"\u{1e}开公\""), [0; 0]);
    }
}
