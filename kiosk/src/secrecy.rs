//! What this program holds in its memory stays there: a PIN that is being typed, an application that is not sealed yet, the secret of slip codes. A crash
//! writes none of it to the disk, and no other program of the same user looks into it.

use rustix::process::{DumpableBehavior, set_dumpable_behavior};

/// Begins with the program, before anything is read.
pub fn keep() {
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        console::tell!("kiosk: keep memory out of core dumps: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::process::dumpable_behavior;

    #[test]
    fn the_system_writes_no_core_of_it() {
        keep();
        let now = dumpable_behavior().unwrap();
        assert!(matches!(now, DumpableBehavior::NotDumpable));
    }
}
