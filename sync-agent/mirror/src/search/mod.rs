//! Answers to what was typed: `plan` and `word` say what a query may mean, `matching` decides whether a document fits, `front`
//! and `behind` put the hits in order, `mistype` guesses what was meant. Reads only.

pub mod behind;
pub mod bodies;
pub mod fault;
pub mod fit;
pub mod front;
pub mod hole;
pub mod lexicon;
pub mod matching;
pub mod mistype;
pub mod near;
pub mod plan;
pub mod reading;
pub mod run;
pub mod snippet;
mod spelling;
pub mod suggest;
pub mod tally;
pub mod view;
pub mod word;
