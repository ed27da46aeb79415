//! Statics that the GIL guards.

/// A value in a static that only the holder of the GIL touches. The inner type is a `Cell` or a `RefCell`.
pub struct Guarded<T>(T);

// SAFETY: every access happens with the GIL held (the one rule of this type), which orders them all.
unsafe impl<T> Sync for Guarded<T> {}

impl<T> Guarded<T> {
    pub const fn new(inner: T) -> Guarded<T> {
        Guarded(inner)
    }
}

impl<T> std::ops::Deref for Guarded<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}
