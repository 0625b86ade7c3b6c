//! What librime's `rime_get_api` hands out, as far as it is used here. Facts of layout, after rime_api.h of librime 1.8.5; the structure only ever
//! grows at its end, and `data_size` says how much of it a library has. Calls nothing.

use std::ffi::{c_char, c_int, c_void};

/// A function that is not called here: only its place counts.
type Unused = *const c_void;
/// Number of a session; 0 is none.
pub type SessionId = usize;

/// Where librime reads and writes. `data_size` is the size of what follows it.
#[repr(C)]
pub struct Traits {
    pub data_size: c_int,
    pub shared_data_dir: *const c_char,
    pub user_data_dir: *const c_char,
    pub distribution_name: *const c_char,
    pub distribution_code_name: *const c_char,
    pub distribution_version: *const c_char,
    pub app_name: *const c_char,
    pub modules: *const *const c_char,
    pub min_log_level: c_int,
    pub log_dir: *const c_char,
    pub prebuilt_data_dir: *const c_char,
    pub staging_dir: *const c_char,
}

/// One candidate; the strings belong to librime until the list goes on.
#[repr(C)]
pub struct Candidate {
    pub text: *mut c_char,
    pub comment: *mut c_char,
    pub reserved: *mut c_void,
}

/// Where a list of candidates stands.
#[repr(C)]
pub struct Iterator {
    pub ptr: *mut c_void,
    pub index: c_int,
    pub candidate: Candidate,
}

/// The functions, in their order. Those that are called have a name.
#[repr(C)]
pub struct Api {
    /// Bytes after this field.
    pub data_size: c_int,
    pub setup: Option<unsafe extern "C" fn(*mut Traits)>,
    _set_notification_handler: Unused,
    pub initialize: Option<unsafe extern "C" fn(*mut Traits)>,
    pub finalize: Option<unsafe extern "C" fn()>,
    pub start_maintenance: Option<unsafe extern "C" fn(c_int) -> c_int>,
    _is_maintenance_mode: Unused,
    pub join_maintenance_thread: Option<unsafe extern "C" fn()>,
    /// deployer_initialize, prebuild, deploy, deploy_schema, deploy_config_file, sync_user_data
    _deployment: [Unused; 6],
    pub create_session: Option<unsafe extern "C" fn() -> SessionId>,
    _find_session: Unused,
    pub destroy_session: Option<unsafe extern "C" fn(SessionId) -> c_int>,
    /// The slots of cleanup_stale_sessions and cleanup_all_sessions.
    _cleanup: [Unused; 2],
    pub process_key: Option<unsafe extern "C" fn(SessionId, c_int, c_int) -> c_int>,
    _commit_composition: Unused,
    pub clear_composition: Option<unsafe extern "C" fn(SessionId)>,
    /// get and free of commit, context, status
    _output: [Unused; 6],
    pub set_option: Option<unsafe extern "C" fn(SessionId, *const c_char, c_int)>,
    /// get_option, set_property, get_property, get_schema_list, free_schema_list, get_current_schema
    _options: [Unused; 6],
    pub select_schema: Option<unsafe extern "C" fn(SessionId, *const c_char) -> c_int>,
    /// schema_open to config_end: 12; simulate_key_sequence; register_module, find_module, run_task; five folders
    _configuration: [Unused; 21],
    /// config_init, config_load_string, four setters, config_get_item to config_begin_list: 7
    _settings: [Unused; 13],
    /// get_input, get_caret_pos, select_candidate
    _input: [Unused; 3],
    pub get_version: Option<unsafe extern "C" fn() -> *const c_char>,
    /// The slots of set_caret_pos and select_candidate_on_current_page.
    _choosing: [Unused; 2],
    pub candidate_list_begin: Option<unsafe extern "C" fn(SessionId, *mut Iterator) -> c_int>,
    pub candidate_list_next: Option<unsafe extern "C" fn(*mut Iterator) -> c_int>,
    pub candidate_list_end: Option<unsafe extern "C" fn(*mut Iterator)>,
}

/// The one symbol that is looked up.
pub type GetApi = unsafe extern "C" fn() -> *mut Api;

/// `data_size` for a structure that begins with it.
pub const fn size_after<Whole>() -> usize {
    size_of::<Whole>() - size_of::<c_int>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::offset_of;

    #[test]
    fn the_functions_stand_where_the_header_has_them() {
        // Number of the function in rime_api.h, the first being 1; every slot is a pointer.
        let slot = |number: usize| number * size_of::<usize>();
        assert_eq!(offset_of!(Api, setup), slot(1));
        assert_eq!(offset_of!(Api, initialize), slot(3));
        assert_eq!(offset_of!(Api, join_maintenance_thread), slot(7));
        assert_eq!(offset_of!(Api, create_session), slot(14));
        assert_eq!(offset_of!(Api, process_key), slot(19));
        assert_eq!(offset_of!(Api, clear_composition), slot(21));
        assert_eq!(offset_of!(Api, set_option), slot(28));
        assert_eq!(offset_of!(Api, select_schema), slot(35));
        assert_eq!(offset_of!(Api, get_version), slot(73));
        assert_eq!(offset_of!(Api, candidate_list_begin), slot(76));
        assert_eq!(offset_of!(Api, candidate_list_end), slot(78));
    }
}
