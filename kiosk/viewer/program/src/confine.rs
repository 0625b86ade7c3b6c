//! What the child may still do once the document is in memory: compute, read and write what is open, end. No file, no network,
//! no process. Limits of memory and time by the kernel, so that no reader has to keep them.

use anyhow::Context;
use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr};
use rustix::process::{Resource, Rlimit, setrlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch,
};
use std::collections::BTreeMap;
use viewer::limits::{CPU_SECONDS_MAX, MEMORY_BYTES_MAX};

/// Steps behind other programs of the machine.
const PATIENCE: i32 = 10;
/// Standard streams, the socket, and the few that landlock needs for a moment.
const OPEN_FILES_MAX: u64 = 16;

/// System calls that stay allowed. What is not here ends the process.
const ALLOWED: &[i64] = &[
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_readv,
    libc::SYS_writev,
    libc::SYS_recvfrom,
    libc::SYS_sendto,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_clock_gettime,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_tgkill,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_restart_syscall,
];

/// Needed to start a thread, beside `clone` itself.
const ALLOWED_WITH_THREADS: &[i64] = &[
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_prctl,
    libc::SYS_clone3,
];

/// One heap for all threads: what glibc does with the heaps of others looks into files of the system. To be called before the first
/// thread begins: a heap that one has had is given to the next.
pub fn keep_one_heap() {
    #[cfg(target_env = "gnu")]
    // SAFETY: called while there is one thread, with a constant that the C library documents.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 1)
    };
}

/// Sets the limits and takes away everything else. `threads`: whether threads may be started; processes never.
pub fn confine(threads: bool) -> anyhow::Result<()> {
    // Whoever shows the page draws first, however hard this one works. Where it is refused the child is slower than it might be.
    let _ = rustix::process::nice(PATIENCE);
    limit(threads)?;
    forbid_everything(threads)
}

fn limit(threads: bool) -> anyhow::Result<()> {
    let mut limits = vec![
        (Resource::As, MEMORY_BYTES_MAX),
        (Resource::Cpu, CPU_SECONDS_MAX),
        (Resource::Fsize, 0),
        (Resource::Nofile, OPEN_FILES_MAX),
        (Resource::Core, 0),
    ];
    if !threads {
        limits.push((Resource::Nproc, 0));
    }
    for (resource, most) in limits {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit).with_context(|| format!("limit {resource:?} to {most}"))?;
    }
    Ok(())
}

/// From here on a forbidden system call ends the process.
pub fn forbid_everything(threads: bool) -> anyhow::Result<()> {
    // As far as the kernel knows it: the second wall stands in any case.
    Ruleset::default()
        .handle_access(AccessFs::from_all(ABI::V5))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(ABI::V5)))
        .and_then(|rules| rules.create())
        .context("make a landlock ruleset")?
        .restrict_self()
        .context("enter landlock")?;
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    // Debug builds of the standard library ask whether what they close is open.
    rules.insert(libc::SYS_fcntl, vec![only_asking()?]);
    if threads {
        rules.extend(ALLOWED_WITH_THREADS.iter().map(|call| (*call, Vec::new())));
        rules.insert(libc::SYS_clone, vec![only_threads()?]);
        // Its flags lie in memory, where no filter sees them: the C library goes back to `clone` when it is not there.
        let absent = SeccompAction::Errno(libc::ENOSYS as u32);
        let clone3 = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
        apply(clone3, SeccompAction::Allow, absent)?;
    }
    apply(rules, SeccompAction::KillProcess, SeccompAction::Allow)
}

fn only_asking() -> anyhow::Result<SeccompRule> {
    let is_open = libc::F_GETFD as u64;
    let condition = SeccompCondition::new(1, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, is_open)?;
    Ok(SeccompRule::new(vec![condition])?)
}

fn only_threads() -> anyhow::Result<SeccompRule> {
    let thread = libc::CLONE_THREAD as u64;
    let condition = SeccompCondition::new(
        0,
        SeccompCmpArgLen::Qword,
        SeccompCmpOp::MaskedEq(thread),
        thread,
    )?;
    Ok(SeccompRule::new(vec![condition])?)
}

fn apply(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    otherwise: SeccompAction,
    matched: SeccompAction,
) -> anyhow::Result<()> {
    let arch: TargetArch = std::env::consts::ARCH
        .try_into()
        .context("a filter for this processor")?;
    let program: BpfProgram = SeccompFilter::new(rules, otherwise, matched, arch)
        .and_then(TryInto::try_into)
        .context("make the filter")?;
    seccompiler::apply_filter(&program).context("enter the filter")
}
