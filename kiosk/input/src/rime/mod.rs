//! librime behind a door that is safe: one session, letters in, words out. Owns the only unsafe code of the keyboard. It is loaded by
//! name when the program runs, so nothing needs it to build; what is missing is said by [`Missing`]. Chooses nothing in librime and
//! has no user dictionary, so librime learns nothing.

mod api;
mod place;

use std::ffi::{CStr, CString, c_char, c_int};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

use crate::KEYS_MAX;
use api::{Api, GetApi, Iterator as List, SessionId, Traits};
use place::{NEEDED, SCHEMA, private_folder};
pub use place::{Place, scratch_folder};

/// librime keeps its state in the process: there can be one of it.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Of glog: only what ends the program. Its messages would quote keys.
const LOG_FATAL: c_int = 3;
/// Keys that ask whether the dictionary answers at all.
const PROBE: &str = "zhong";
/// Bytes of a candidate.
const TEXT_BYTES_MAX: usize = 256;

/// Why there is no dictionary.
#[derive(Debug, thiserror::Error)]
pub enum Missing {
    /// The library is not installed.
    #[error("load {0}")]
    Library(PathBuf, #[source] libloading::Error),
    /// It has not all functions.
    #[error("use librime {0}: its interface is older than 1.8")]
    Old(String),
    /// A schema or dictionary is not installed.
    #[error("find {0}")]
    Schema(PathBuf),
    /// No private folder could be made.
    #[error("make a private folder in {0}")]
    Folder(PathBuf, #[source] std::io::Error),
    /// Library and schemas are there, but it finds no words.
    #[error("ask librime for words")]
    Silent,
    /// Another part of this process has it.
    #[error("start librime a second time in one process")]
    Taken,
}

/// librime, started. Belongs to the thread that opened it.
pub struct Rime {
    functions: Functions,
    session: SessionId,
    /// What it was told since the composition was last cleared.
    told: String,
    /// Deleted last, when librime no longer writes into it.
    folder: Option<TempDir>,
    /// Not to be sent to another thread: librime does not say that it may.
    _stays: PhantomData<*const ()>,
}

/// The functions that are called, none of them missing.
#[derive(Clone, Copy)]
struct Functions {
    initialize: unsafe extern "C" fn(*mut Traits),
    finalize: unsafe extern "C" fn(),
    start_maintenance: unsafe extern "C" fn(c_int) -> c_int,
    join_maintenance_thread: unsafe extern "C" fn(),
    setup: unsafe extern "C" fn(*mut Traits),
    create_session: unsafe extern "C" fn() -> SessionId,
    destroy_session: unsafe extern "C" fn(SessionId) -> c_int,
    process_key: unsafe extern "C" fn(SessionId, c_int, c_int) -> c_int,
    clear_composition: unsafe extern "C" fn(SessionId),
    set_option: unsafe extern "C" fn(SessionId, *const c_char, c_int),
    select_schema: unsafe extern "C" fn(SessionId, *const c_char) -> c_int,
    list_begin: unsafe extern "C" fn(SessionId, *mut List) -> c_int,
    list_next: unsafe extern "C" fn(*mut List) -> c_int,
    list_end: unsafe extern "C" fn(*mut List),
}

impl Rime {
    /// Loads and starts it; takes about a quarter of a second.
    pub fn open(place: &Place) -> Result<Rime, Missing> {
        for file in NEEDED {
            let path = place.shared.join(file);
            if !path.is_file() {
                return Err(Missing::Schema(path));
            }
        }
        let functions = load(&place.library)?;
        let folder = private_folder(&place.scratch)
            .map_err(|e| Missing::Folder(place.scratch.clone(), e))?;
        if TAKEN.swap(true, Ordering::SeqCst) {
            return Err(Missing::Taken);
        }
        start(&functions, &place.shared, folder.path());
        let mut rime = Rime {
            functions,
            session: 0,
            told: String::new(),
            folder: Some(folder),
            _stays: PhantomData,
        };
        rime.begin();
        if rime.session == 0 || rime.candidates(PROBE, 1).is_empty() {
            return Err(Missing::Silent);
        }
        rime.forget();
        Ok(rime)
    }

    /// Where librime writes while it runs; gone afterwards.
    pub fn folder(&self) -> &Path {
        self.folder
            .as_ref()
            .expect("taken only when dropped")
            .path()
    }

    /// Words for letters and marks (`'`), the best first; other keys, and those beyond [`KEYS_MAX`], are not passed on.
    pub fn candidates(&mut self, keys: &str, most: usize) -> Vec<String> {
        let keys: String = keys
            .chars()
            .filter(|key| key.is_ascii_lowercase() || *key == '\'')
            .take(KEYS_MAX)
            .collect();
        self.tell(&keys);
        self.listed(most)
    }

    /// A new session: nothing of the last composition is left.
    pub fn forget(&mut self) {
        self.end();
        self.begin();
    }

    /// Only the new keys, when the composition went on.
    fn tell(&mut self, keys: &str) {
        if !keys.starts_with(&self.told) {
            // SAFETY: the session is one that librime gave out, or 0, which it passes over.
            unsafe { (self.functions.clear_composition)(self.session) };
            self.told.clear();
        }
        for key in keys[self.told.len()..].bytes() {
            // SAFETY: as above; a printable key has its ASCII code.
            unsafe { (self.functions.process_key)(self.session, c_int::from(key), 0) };
        }
        keys.clone_into(&mut self.told);
    }

    fn listed(&self, most: usize) -> Vec<String> {
        let mut list = List {
            ptr: ptr::null_mut(),
            index: 0,
            candidate: api::Candidate {
                text: ptr::null_mut(),
                comment: ptr::null_mut(),
                reserved: ptr::null_mut(),
            },
        };
        let mut found = Vec::new();
        // SAFETY: `list` is as librime wants it, and is ended when it was begun.
        if unsafe { (self.functions.list_begin)(self.session, &raw mut list) } == 0 {
            return found;
        }
        // SAFETY: begun above.
        while found.len() < most && unsafe { (self.functions.list_next)(&raw mut list) } != 0 {
            if list.candidate.text.is_null() {
                continue;
            }
            // SAFETY: librime's string ends with 0 and stands until the list goes on.
            let text = unsafe { CStr::from_ptr(list.candidate.text) };
            if let Ok(text) = text.to_str()
                && text.len() <= TEXT_BYTES_MAX
            {
                found.push(text.to_owned());
            }
        }
        // SAFETY: begun above, ended once.
        unsafe { (self.functions.list_end)(&raw mut list) };
        found
    }

    fn begin(&mut self) {
        self.told.clear();
        // SAFETY: librime was started; the strings are constants.
        unsafe {
            self.session = (self.functions.create_session)();
            if self.session != 0 {
                let schema = CString::new(SCHEMA).expect("no zero byte");
                (self.functions.select_schema)(self.session, schema.as_ptr());
                (self.functions.set_option)(self.session, c"ascii_mode".as_ptr(), 0);
            }
        }
    }

    fn end(&mut self) {
        if self.session != 0 {
            // SAFETY: the session is one that librime gave out and was not ended yet.
            unsafe { (self.functions.destroy_session)(self.session) };
            self.session = 0;
        }
    }
}

impl Drop for Rime {
    fn drop(&mut self) {
        self.end();
        // SAFETY: started by `open`, and nobody else has it.
        unsafe { (self.functions.finalize)() };
        drop(self.folder.take());
        TAKEN.store(false, Ordering::SeqCst);
    }
}

impl std::fmt::Debug for Rime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not what it was told.
        f.debug_struct("Rime")
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}

fn load(library: &Path) -> Result<Functions, Missing> {
    let missing = |e| Missing::Library(library.to_owned(), e);
    // SAFETY: librime's initialisers have no conditions; a library by another author at that name is the operator's doing.
    let loaded = unsafe { libloading::Library::new(library) }.map_err(missing)?;
    // SAFETY: the symbol has this type since librime 1.0.
    let get: GetApi = *unsafe { loaded.get::<GetApi>(b"rime_get_api\0") }.map_err(missing)?;
    // Its threads and exit handlers stay, so the library does.
    std::mem::forget(loaded);
    // SAFETY: it hands out a structure that lives as long as the library, or nothing.
    let size = unsafe { get().cast::<c_int>().as_ref() }
        .copied()
        .unwrap_or(0);
    if usize::try_from(size).unwrap_or(0) < api::size_after::<Api>() {
        return Err(Missing::Old(size.to_string()));
    }
    // SAFETY: its size says that every field read below is there.
    let api = unsafe { &*get() };
    functions(api).ok_or_else(|| Missing::Old(version(api)))
}

fn functions(api: &Api) -> Option<Functions> {
    Some(Functions {
        initialize: api.initialize?,
        finalize: api.finalize?,
        start_maintenance: api.start_maintenance?,
        join_maintenance_thread: api.join_maintenance_thread?,
        setup: api.setup?,
        create_session: api.create_session?,
        destroy_session: api.destroy_session?,
        process_key: api.process_key?,
        clear_composition: api.clear_composition?,
        set_option: api.set_option?,
        select_schema: api.select_schema?,
        list_begin: api.candidate_list_begin?,
        list_next: api.candidate_list_next?,
        list_end: api.candidate_list_end?,
    })
}

fn version(api: &Api) -> String {
    let Some(version) = api.get_version else {
        return String::from("1.0");
    };
    // SAFETY: a constant string of the library.
    unsafe { CStr::from_ptr(version()) }
        .to_string_lossy()
        .into_owned()
}

/// Prepares the schema in the private folder and waits until it stands.
fn start(functions: &Functions, shared: &Path, folder: &Path) {
    let text = |path: &Path| {
        CString::new(path.as_os_str().as_encoded_bytes()).expect("a path has no zero byte")
    };
    let (shared_dir, user, staging) = (text(shared), text(folder), text(&folder.join("build")));
    let prebuilt = text(&shared.join("build"));
    let name = c"kiosk";
    let mut traits = Traits {
        data_size: c_int::try_from(api::size_after::<Traits>()).expect("a small structure"),
        shared_data_dir: shared_dir.as_ptr(),
        user_data_dir: user.as_ptr(),
        distribution_name: name.as_ptr(),
        distribution_code_name: name.as_ptr(),
        distribution_version: name.as_ptr(),
        app_name: c"rime.kiosk".as_ptr(),
        modules: ptr::null(),
        min_log_level: LOG_FATAL,
        log_dir: user.as_ptr(),
        prebuilt_data_dir: prebuilt.as_ptr(),
        staging_dir: staging.as_ptr(),
    };
    // SAFETY: the structure and its strings outlive the calls; librime copies them.
    unsafe {
        // glog can be begun once in a process.
        static BEGUN: AtomicBool = AtomicBool::new(false);
        if !BEGUN.swap(true, Ordering::SeqCst) {
            (functions.setup)(&raw mut traits);
        }
        (functions.initialize)(&raw mut traits);
        if (functions.start_maintenance)(1) != 0 {
            (functions.join_maintenance_thread)();
        }
    }
}
