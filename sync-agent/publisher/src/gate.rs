//! The disclosure gate (R21). Owns the decision whether a document may be published, with its evidence.
