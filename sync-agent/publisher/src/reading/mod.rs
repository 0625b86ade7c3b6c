//! From a draft to a document. `head` takes off what is not body; `structure` makes blocks and articles; `assemble` fills the
//! document and asks the gate. Knows no format and no source.

pub mod assemble;
pub mod cells;
pub mod characters;
pub mod classify;
pub mod continued;
pub mod damage;
pub mod draft;
pub mod facts;
pub mod fields;
pub mod gate;
pub mod head;
pub mod history;
pub mod labels;
pub mod nothing;
pub mod relations;
pub mod sidecar;
pub mod structure;
pub mod tidy;
pub mod validity;
