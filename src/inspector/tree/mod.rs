//! A payload as a tree: bounded, opened further on demand, every field with its own address.

mod build;
mod decode;
mod find;
mod lines;
mod term;

pub use build::{Asked, TreeView, bytes_shown};
pub use find::{Found, LONGEST};
pub use lines::{Marks, Node, TreeLine};
