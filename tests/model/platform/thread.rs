//! Threads are shuttle's tasks.

pub fn ident() -> usize {
    usize::from(shuttle::current::me()) + 1
}

pub fn yield_now() {
    shuttle::thread::yield_now();
}
