//! A paper form of the appraisal (评议表) as it is typed in. Most tick the same grade: all are good at one tap, then only differences are tapped.

use journal::{Appraisal, DeskEntry, Grade, Role, TOPICS};

/// See [`At::Grading`](super::At::Grading).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Grading {
    /// `yyyy`.
    pub year: String,
    /// Grades by topic; a topic may stay empty.
    pub grades: [Option<Grade>; TOPICS.len()],
    /// The last one that was typed in here.
    pub last: Option<Graded>,
    /// That one is being taken back.
    pub taking_back: bool,
}

/// See [`Grading::last`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Graded {
    pub number: String,
    /// It was a mistake: it stays, with a trace.
    pub void: bool,
}

impl Grading {
    pub(super) fn open(year: String) -> Grading {
        Grading {
            year,
            grades: [None; TOPICS.len()],
            last: None,
            taking_back: false,
        }
    }

    /// Something is ticked.
    pub fn may_record(&self) -> bool {
        self.grades.iter().any(Option::is_some)
    }

    /// It stands in its register, or was taken back there: on with the next form.
    pub(super) fn stands(&mut self, number: &str) {
        self.last = Some(Graded {
            number: number.to_owned(),
            void: self.taking_back,
        });
        if !self.taking_back {
            self.grades = [None; TOPICS.len()];
        }
        self.taking_back = false;
    }

    pub(super) fn turn_on(&mut self, topic: usize) {
        if let Some(grade) = self.grades.get_mut(topic) {
            *grade = match *grade {
                None => Some(Grade::Good),
                Some(Grade::Good) => Some(Grade::Fair),
                Some(Grade::Fair) => Some(Grade::Poor),
                Some(Grade::Poor) => None,
            };
        }
    }

    /// As it goes into the register; `None` while nothing is ticked.
    pub(super) fn entry(&self, by: Role) -> Option<DeskEntry> {
        self.may_record()
            .then(|| Appraisal::on_paper(self.grades, &self.year, by))
    }
}
