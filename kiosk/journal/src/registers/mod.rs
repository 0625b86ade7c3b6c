//! The registers that are kept in the chain, one folder or file each.

pub(crate) mod prints;
