//! The iterators of lists and tuples, and the lazy built-ins: `enumerate`, `reversed`, 3.2's `zip`, `map`, `filter`.

pub mod adaptors;
pub mod sequences;

pub fn init() {
    sequences::init();
    adaptors::init();
}
