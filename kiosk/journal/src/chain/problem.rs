//! What a check of the register can find wrong. Only the words.

/// So many problems are told; more only say that there are more.
pub(crate) const PROBLEMS_MAX: usize = 1000;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum Problem {
    /// SQLite finds the file damaged.
    #[error("pages: {0}")]
    Pages(String),
    /// A value does not fit its commitment.
    #[error("entry {seq}: field {field} was edited")]
    FieldEdited { seq: u64, field: String },
    /// Kind, number, time or the list of fields does not fit the hash.
    #[error("entry {seq} was edited")]
    EntryEdited { seq: u64 },
    /// The entry was written at another place.
    #[error("entry {seq} was written as entry {written_as}: reordered")]
    Reordered {
        /// Where it stands.
        seq: u64,
        /// Where it was written.
        written_as: u64,
    },
    /// Entries are missing before this one.
    #[error("entries {from} to {to} were removed")]
    Removed { from: u64, to: u64 },
    /// The entry does not continue the one before it.
    #[error("entry {seq} does not follow the entry before it")]
    Broken { seq: u64 },
    /// A known head lies behind the end of the file.
    #[error("truncated: head {seq} is known, the file ends at {end}")]
    Truncated {
        /// The known head.
        seq: u64,
        /// Where the file ends.
        end: u64,
    },
    /// A known head is another entry than the one in the file: the chain was rewritten.
    #[error("entry {seq} is not the one known by its head: rewritten")]
    Rewritten {
        /// The known head.
        seq: u64,
    },
    /// A head that a day sheet tells by its hash alone is that of no entry here.
    #[error(
        "no entry of this file has the head {hash}: the chain was rewritten or cut off, or the sheet is of another file or terminal"
    )]
    NoSuchHead {
        /// The known head.
        hash: String,
    },
    /// The terminal itself noted, when it opened the file, that it had known a later head: the file was exchanged for an
    /// older copy or cut.
    #[error("entry {seq}: the register went back here, head {known} was known before")]
    WentBack {
        /// The entry that notes it.
        seq: u64,
        /// The head known before, as displayed; empty if it was not kept.
        known: String,
    },
    /// Numbers are missing.
    #[error("{prefix}-{day}: numbers {from} to {to} are missing")]
    NumberGap {
        /// `<site>-<terminal>`.
        prefix: String,
        /// `yyyymmdd`.
        day: String,
        from: u64,
        to: u64,
    },
    /// A number twice, or a day that went back.
    #[error("entry {seq}: number {number} is out of order")]
    NumberOrder { seq: u64, number: String },
    /// The register shows something else than the chain says.
    #[error("{number}: the register does not agree with the chain")]
    RowDisagrees { number: String },
    /// No register declares entries of this kind.
    #[error("entry {seq}: no register knows the kind {kind}")]
    UnknownKind {
        seq: u64,
        /// What it calls itself.
        kind: String,
    },
    /// The field, or what stands in it, is none that its register declares.
    #[error("entry {seq}: field {field} holds what its register does not declare")]
    Undeclared { seq: u64, field: String },
    /// A field that every entry of the kind has is not there.
    #[error("entry {seq}: field {field} is missing")]
    FieldMissing { seq: u64, field: String },
    /// The story of the number cannot have happened.
    #[error("entry {seq}: {number}: {what}")]
    Impossible {
        seq: u64,
        number: String,
        /// What cannot be.
        what: &'static str,
    },
    /// Time ran back, and the entry does not say that the clock was behind.
    #[error("entry {seq}: time runs back to {at}")]
    TimeBack { seq: u64, at: String },
    /// What stands there is no time.
    #[error("entry {seq} has no time")]
    NoTime { seq: u64 },
    /// The number is of another day than the entry, which does not say that the clock was behind.
    #[error("entry {seq}: number {number} is of another day")]
    OtherDay { seq: u64, number: String },
    /// The key that slips are checked with is not the one that the chain speaks of.
    #[error("the slip key was exchanged or is missing: codes on slips cannot be checked")]
    OtherKey,
    /// The file says of itself that it goes on elsewhere than its first entry says.
    #[error("where this file begins was edited")]
    OtherBeginning,
    /// Numbers would go on elsewhere than the chain says.
    #[error("the number after which {prefix} goes on was edited")]
    OtherFloor {
        /// `<site>-<terminal>`.
        prefix: String,
    },
    /// A table, trigger or view that is not the register's: somebody's program wrote into the file.
    #[error("the file holds {what}, which is not the register's")]
    Foreign {
        /// What it is and how it is called.
        what: String,
    },
    /// Too many to list.
    #[error("more than {PROBLEMS_MAX} problems")]
    More,
}

impl Problem {
    /// Whether it puts the whole file in doubt, wherever else something is wrong.
    pub(crate) fn is_of_file(&self) -> bool {
        matches!(
            self,
            Problem::Pages(_)
                | Problem::NoSuchHead { .. }
                | Problem::Foreign { .. }
                | Problem::More
        )
    }

    /// The first entry that is in doubt by it; `None` where it stands at no single one.
    pub(crate) fn place(&self) -> Option<u64> {
        match self {
            Problem::Reordered { seq, written_as } => Some(*seq.min(written_as)),
            Problem::Removed { from, .. } => Some(*from),
            // What is there up to its end is not in doubt by what is missing behind it.
            Problem::Truncated { end, .. } => Some(end + 1),
            Problem::FieldEdited { seq, .. }
            | Problem::EntryEdited { seq }
            | Problem::Broken { seq }
            | Problem::Rewritten { seq }
            | Problem::WentBack { seq, .. }
            | Problem::NumberOrder { seq, .. }
            | Problem::UnknownKind { seq, .. }
            | Problem::Undeclared { seq, .. }
            | Problem::FieldMissing { seq, .. }
            | Problem::Impossible { seq, .. }
            | Problem::TimeBack { seq, .. }
            | Problem::NoTime { seq }
            | Problem::OtherDay { seq, .. } => Some(*seq),
            Problem::Pages(_)
            | Problem::NoSuchHead { .. }
            | Problem::NumberGap { .. }
            | Problem::RowDisagrees { .. }
            | Problem::OtherKey
            | Problem::OtherBeginning
            | Problem::OtherFloor { .. }
            | Problem::Foreign { .. }
            | Problem::More => None,
        }
    }
}

/// What a check found so far, capped.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) problems: Vec<Problem>,
}

impl Found {
    pub(crate) fn add(&mut self, problem: Problem) {
        match self.problems.len() {
            n if n < PROBLEMS_MAX => self.problems.push(problem),
            PROBLEMS_MAX => self.problems.push(Problem::More),
            _ => {}
        }
    }
}
