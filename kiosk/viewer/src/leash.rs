//! The hold on a child, for whoever must end it while another waits for its answer. Owns the child from its first moment; one
//! that was to end before it began never runs.

use std::process::Child;
use std::sync::{Arc, Mutex, MutexGuard};

/// Holds one child at most. Every copy holds the same one.
#[derive(Debug, Clone, Default)]
pub struct Leash(Arc<Mutex<Held>>);

#[derive(Debug, Default)]
struct Held {
    child: Option<Child>,
    is_cut: bool,
}

impl Leash {
    /// The child dies now, and whichever would follow it.
    pub fn cut(&self) {
        let mut held = self.held();
        held.is_cut = true;
        end(held.child.take());
    }

    /// It was cut: an answer that did not come is nobody's fault.
    pub fn is_cut(&self) -> bool {
        self.held().is_cut
    }

    /// Takes a child that was just started; the one before it ends.
    pub(crate) fn hold(&self, child: Child) {
        let mut held = self.held();
        end(held.child.replace(child));
        if held.is_cut {
            end(held.child.take());
        }
    }

    /// The number of its child, for whoever asks the system about it.
    pub(crate) fn id(&self) -> Option<u32> {
        self.held().child.as_ref().map(Child::id)
    }

    /// Ends the child and leaves room for another.
    pub(crate) fn end(&self) {
        end(self.held().child.take());
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().expect("nobody panics with it")
    }
}

fn end(child: Option<Child>) {
    if let Some(mut child) = child {
        // Dead already, or killed now: it is waited for either way.
        let _ = child.kill();
        let _ = child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::process::{ChildStdout, Command, Stdio};

    /// A child that waits for ever.
    fn patient() -> (Child, ChildStdout) {
        let mut child = Command::new("cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        (child, stdout)
    }

    #[test]
    fn a_child_dies_with_its_leash_and_none_follows() {
        let leash = Leash::default();
        let (child, mut said) = patient();
        leash.hold(child);
        let other = leash.clone();
        assert!(!other.is_cut());
        let waits = std::thread::spawn(move || said.read_to_end(&mut Vec::new()));
        other.cut();
        assert!(leash.is_cut());
        assert_eq!(waits.join().unwrap().unwrap(), 0);
        let (late, mut said) = patient();
        leash.hold(late);
        assert_eq!(said.read_to_end(&mut Vec::new()).unwrap(), 0);
    }
}
