//! What the loop's arms do beyond their fast way, one file an idea.
//!
//! Invariants: helpers take operands as borrowed words and give a new reference, or NULL with the exception set;
//! those that move `sp` take the operands over only when they succeed, unless they say otherwise.

mod arith;
mod build;
mod calls;
mod names;
mod statements;

pub use arith::*;
pub use build::*;
pub use calls::*;
pub use names::*;
pub use statements::*;

use crate::objects::errors::PyResult;
use crate::objects::word::Word;

/// A result as a word: NULL for an error.
#[inline(always)]
pub fn give(result: PyResult) -> Word {
    match result {
        Ok(value) => value.into_word(),
        Err(_) => Word::NULL,
    }
}
