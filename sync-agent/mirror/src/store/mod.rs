//! The file of a mirror: how documents lie in it, how they change together, what is left of those that went. Owns the tables
//! and their spelling; knows no query.

pub mod batch;
pub mod blobs;
pub mod body;
pub mod change;
pub mod codes;
pub mod dictionary;
pub mod file;
pub mod names;
mod prepare;
mod rows;
pub mod schema;
pub mod scrub;
pub mod shape;
mod stored;
pub mod upkeep;
