//! OS threads: starting one detached, its identity, the bounds of its stack.

use super::errno::Errno;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

/// The stack of a thread when none is asked for, where the system's limit says "unlimited".
const STACK_WHEN_UNLIMITED: usize = 8 << 20;
/// More of the main thread's stack than this is never counted on: the limit may be absurd, the memory is not.
const MAIN_STACK_COUNTED: usize = 64 << 20;

/// The calling thread's identity, as `thread.get_ident()` shows it: never zero. Async-signal-safe.
pub fn ident() -> usize {
    // SAFETY: no precondition.
    unsafe { libc::pthread_self() as usize }
}

/// Address space that is to be left when a thread has been given its stack. The thread needs memory to run at all, and so do
/// the others; what cannot be had then ends the process, what is missing now is an error that a script can handle.
const HEADROOM: usize = 16 << 20;

/// Whether this much address space could be had now.
fn there_is_room(bytes: usize) -> bool {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: a new mapping that nobody uses, at an address of the system's choice, and its end.
    unsafe {
        let place = libc::mmap(std::ptr::null_mut(), bytes, libc::PROT_NONE, flags, -1, 0);
        place != libc::MAP_FAILED && libc::munmap(place, bytes) == 0
    }
}

/// Starts a detached thread that runs `body`, and gives its identity.
///
/// `stack_size` is in bytes; 0 takes the system's default (`ulimit -s`), as CPython does. A panic of the body ends
/// its thread and nothing else; the body is expected to let none out.
///
/// Errors: `EAGAIN` when the system has no room for another thread and some memory to run it in, `EINVAL` for a stack it will not make.
pub fn start_detached(stack_size: usize, body: Box<dyn FnOnce() + Send + 'static>) -> Result<usize, Errno> {
    let stack = if stack_size == 0 { default_stack_size() } else { stack_size };
    if !there_is_room(stack.saturating_add(HEADROOM)) {
        return Err(Errno::EAGAIN);
    }
    end_key();
    let mut attributes = std::mem::MaybeUninit::<libc::pthread_attr_t>::uninit();
    let attributes = attributes.as_mut_ptr();
    // SAFETY: initialises the local it is given.
    check(unsafe { libc::pthread_attr_init(attributes) })?;
    let mut thread = std::mem::MaybeUninit::<libc::pthread_t>::uninit();
    // A thin pointer to the fat one, to fit through the void pointer.
    let body = Box::into_raw(Box::new(body));
    // SAFETY: the attributes are initialised.
    let mut status = unsafe { libc::pthread_attr_setdetachstate(attributes, libc::PTHREAD_CREATE_DETACHED) };
    if status == 0 && stack_size != 0 {
        // SAFETY: as above.
        status = unsafe { libc::pthread_attr_setstacksize(attributes, stack_size) };
    }
    if status == 0 {
        // SAFETY: `run_body` takes the box over, exactly once, if and only if the thread is created.
        status = unsafe { libc::pthread_create(thread.as_mut_ptr(), attributes, run_body, body.cast()) };
    }
    // SAFETY: initialised above, not used again.
    unsafe { libc::pthread_attr_destroy(attributes) };
    if let Err(error) = check(status) {
        // SAFETY: no thread was created, so the box is still ours alone.
        drop(unsafe { Box::from_raw(body) });
        return Err(error);
    }
    // SAFETY: written by the successful pthread_create.
    Ok(unsafe { thread.assume_init() } as usize)
}

extern "C" fn run_body(body: *mut libc::c_void) -> *mut libc::c_void {
    // SAFETY: made by `start_detached` for this thread alone.
    let body = unsafe { Box::from_raw(body.cast::<Box<dyn FnOnce() + Send>>()) };
    leave_memory_at_the_end();
    // An unwind must not run into the C frames below; the panic hook has already told of it.
    let _ = catch_unwind(AssertUnwindSafe(body));
    std::ptr::null_mut()
}

/// What a thread that ends is known by to the C library. Made by the creator of the first thread; so the order is that of
/// creating threads, which ThreadSanitizer sees, as it does not see the standard library's own.
fn end_key() -> Option<libc::pthread_key_t> {
    extern "C" fn end(_: *mut libc::c_void) {
        super::memory::thread_ends();
    }
    static KEY: OnceLock<Option<libc::pthread_key_t>> = OnceLock::new();
    *KEY.get_or_init(|| {
        let mut key = 0;
        // SAFETY: the key is written to a local; the destructor may be called in any thread.
        (unsafe { libc::pthread_key_create(&mut key, Some(end)) } == 0).then_some(key)
    })
}

/// Has the calling thread give its free memory to the others when it ends. Thread-locals with destructors free memory after the
/// body has returned; the C library runs the destructors of keys after those.
fn leave_memory_at_the_end() {
    if let Some(key) = end_key() {
        // SAFETY: the key exists. Its value says that there is something to destroy and is never looked at. Where it cannot be
        // set, a little memory is lost.
        unsafe { libc::pthread_setspecific(key, std::ptr::dangling::<libc::c_void>()) };
    }
}

fn check(status: i32) -> Result<(), Errno> {
    if status == 0 { Ok(()) } else { Err(Errno(status)) }
}

/// Stops the calling thread for good, for a thread that may neither go on nor unwind (3.2 lets such a thread exit
/// when it asks for the GIL of a finished interpreter). It ends with the process.
pub fn stop_forever() -> ! {
    loop {
        // SAFETY: no precondition.
        unsafe { libc::pause() };
    }
}

/// Gives the processor to another thread that is ready to run, if there is one.
pub fn yield_now() {
    std::thread::yield_now();
}

/// The stack of a thread: addresses from `lowest` (the last usable byte, the stack grows towards it) up to
/// `highest` (one past the first).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StackBounds {
    pub lowest: usize,
    pub highest: usize,
}

impl StackBounds {
    /// Bytes between an address on this stack and its end.
    pub fn left_below(&self, address: usize) -> usize {
        address.saturating_sub(self.lowest)
    }
}

/// The bounds of the calling thread's stack; the guard page is not counted in. Ask once per thread: it is slow.
pub fn stack_bounds() -> StackBounds {
    let (low, size, guard) = stack_of_self().unwrap_or((0, 0, 0));
    let marker = 0u8;
    let sp = std::ptr::from_ref(&marker).addr();
    if size == 0 || sp < low || sp >= low + size {
        // Nothing to rely on: count on what every system gives.
        return StackBounds { lowest: sp.saturating_sub(512 << 10), highest: sp };
    }
    let highest = low + size;
    let counted = size.min(MAIN_STACK_COUNTED.max(highest - sp));
    StackBounds { lowest: (highest - counted).max(low + guard), highest }
}

#[cfg(target_os = "linux")]
fn stack_of_self() -> Option<(usize, usize, usize)> {
    let mut attributes = std::mem::MaybeUninit::<libc::pthread_attr_t>::uninit();
    let attributes = attributes.as_mut_ptr();
    let (mut low, mut size, mut guard) = (std::ptr::null_mut(), 0, 0);
    // SAFETY: pthread_getattr_np initialises the local on success; only then is it read and destroyed.
    unsafe {
        if libc::pthread_getattr_np(libc::pthread_self(), attributes) != 0 {
            return None;
        }
        let known = libc::pthread_attr_getstack(attributes, &mut low, &mut size) == 0
            && libc::pthread_attr_getguardsize(attributes, &mut guard) == 0;
        libc::pthread_attr_destroy(attributes);
        known.then_some((low.addr(), size, guard))
    }
}

#[cfg(not(target_os = "linux"))]
fn stack_of_self() -> Option<(usize, usize, usize)> {
    None
}

/// The stack that a thread started with size 0 gets.
pub fn default_stack_size() -> usize {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: writes the local it is given.
    let known = unsafe { libc::getrlimit(libc::RLIMIT_STACK, &mut limit) } == 0;
    if known && limit.rlim_cur != libc::RLIM_INFINITY {
        limit.rlim_cur as usize
    } else {
        STACK_WHEN_UNLIMITED
    }
}

/// Bytes of stack for what recurses along a source's nesting.
const BIG_STACK: usize = 256 << 20;

/// Calls a function on a stack of 256 MiB: in a thread of its own, for which the caller waits. If there can be no
/// such thread, on the caller's stack.
pub fn on_big_stack<R>(f: impl FnOnce() -> R) -> R {
    struct Carried<T>(T);
    // SAFETY: the caller waits for the thread, so only one of the two touches what is carried at any time.
    unsafe impl<T> Send for Carried<T> {}
    impl<T> Carried<T> {
        fn into_inner(self) -> T {
            self.0
        }
    }
    let mut work = Some(f);
    let carried = Carried(&mut work);
    let done = std::thread::scope(|scope| {
        let body = move || Carried(carried.into_inner().take().map(|f| f()));
        let thread = std::thread::Builder::new().stack_size(BIG_STACK).spawn_scoped(scope, body).ok()?;
        match thread.join() {
            Ok(result) => result.into_inner(),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    });
    match (done, work) {
        (Some(result), _) => result,
        (None, Some(f)) => f(),
        (None, None) => unreachable!("the work is taken by the thread that gives a result"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn starts_and_identifies() {
        let (tell, told) = mpsc::channel();
        let ident_seen = start_detached(
            0,
            Box::new(move || {
                let _ = tell.send((ident(), stack_bounds()));
            }),
        );
        let (inside, bounds) = told.recv().unwrap_or((0, StackBounds { lowest: 0, highest: 0 }));
        assert_eq!(ident_seen, Ok(inside));
        assert_ne!(inside, ident());
        assert!(bounds.highest - bounds.lowest >= 1 << 20);
    }

    #[test]
    fn honours_the_stack_size() {
        for size in [1 << 20, 24 << 20] {
            let (tell, told) = mpsc::channel();
            let body = Box::new(move || {
                let _ = tell.send(stack_bounds());
            });
            assert!(start_detached(size, body).is_ok());
            let bounds = told.recv().unwrap_or(StackBounds { lowest: 0, highest: 0 });
            // The C library may hand out a larger stack that it has in store; the guard page is not counted.
            assert!(bounds.highest - bounds.lowest >= size - (100 << 10), "{bounds:?}");
        }
        assert_eq!(start_detached(7, Box::new(|| ())), Err(Errno::EINVAL));
        assert!(start_detached(usize::MAX / 2, Box::new(|| ())).is_err());
    }

    #[test]
    fn the_stack_is_around_us() {
        let marker = 0u8;
        let bounds = stack_bounds();
        let here = std::ptr::from_ref(&marker).addr();
        assert!(bounds.lowest < here && here < bounds.highest);
        assert!(bounds.left_below(here) > 0);
        assert!(default_stack_size() > 0);
    }
}
