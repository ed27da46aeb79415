//! Dispositions, masks, timers: the system's half of signals.
//!
//! Invariants:
//! - A handler is installed without `SA_RESTART` and with an empty mask, as `PyOS_setsig` does: a blocked call of
//!   the thread that takes the signal ends with `EINTR`. signal-hook registers with `SA_RESTART`; what it made is
//!   taken up, cleared of that flag and kept, and that copy is what is installed from then on.
//! - One action per signal at a time; the disposition may be switched between it, ignore and default at will.

use std::sync::atomic::{AtomicPtr, Ordering};

use signal_hook::SigId;

use super::errno::Errno;
use super::mutex::Mutex;

/// One more than the highest signal number (`NSIG`).
#[cfg(target_os = "linux")]
pub const NSIG: i32 = 65;
/// One more than the highest signal number (`NSIG`).
#[cfg(not(target_os = "linux"))]
pub const NSIG: i32 = 32;

/// What happens when a signal arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    Default,
    Ignore,
    /// Some function runs: ours or somebody else's.
    Handler,
}

/// A signal's action and the disposition that runs it.
#[derive(Clone, Copy)]
struct Registered {
    action: fn(i32),
    /// `None` for the signals that signal-hook does not take.
    hook: Option<SigId>,
    disposition: libc::sigaction,
}

/// What has been registered so far, by signal number.
static REGISTERED: Mutex<[Option<Registered>; NSIG as usize]> = Mutex::new([None; NSIG as usize]);

fn query(signal: i32) -> Result<libc::sigaction, Errno> {
    // SAFETY: sigaction is plain data, for which all zeros is a value.
    let mut now: libc::sigaction = unsafe { std::mem::zeroed() };
    // SAFETY: no new action is given; the old one is written to the local.
    Errno::check(unsafe { libc::sigaction(signal, std::ptr::null(), &mut now) } as i64)?;
    Ok(now)
}

fn apply(signal: i32, action: &libc::sigaction) -> Result<(), Errno> {
    // SAFETY: `action` is SIG_DFL, SIG_IGN, or a disposition that was installed before.
    Errno::check(unsafe { libc::sigaction(signal, action, std::ptr::null_mut()) } as i64).map(drop)
}

fn plain(handler: libc::sighandler_t) -> libc::sigaction {
    // SAFETY: as in `query`; zeros are an empty mask and no flags.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    action.sa_sigaction = handler;
    action
}

/// The present disposition (`PyOS_getsig`). Errors: `EINVAL` for a number that is no signal or is kept by the C
/// library (32 and 33 on Linux).
pub fn disposition(signal: i32) -> Result<Disposition, Errno> {
    Ok(match query(signal)?.sa_sigaction {
        libc::SIG_DFL => Disposition::Default,
        libc::SIG_IGN => Disposition::Ignore,
        _ => Disposition::Handler,
    })
}

/// Back to `SIG_DFL`. Errors: `EINVAL` as in [`disposition`], also for KILL and STOP.
pub fn set_default(signal: i32) -> Result<(), Errno> {
    apply(signal, &plain(libc::SIG_DFL))
}

/// To `SIG_IGN`. Errors as [`set_default`].
pub fn set_ignore(signal: i32) -> Result<(), Errno> {
    apply(signal, &plain(libc::SIG_IGN))
}

/// Lets `action(signal)` run when the signal arrives, in whichever thread the system chooses, and undoes any
/// [`siginterrupt`]. Errors as [`set_default`].
///
/// # Safety
/// `action` runs inside a signal handler: it must be async-signal-safe and must not unwind.
pub unsafe fn install(signal: i32, action: fn(i32)) -> Result<(), Errno> {
    if !(1..NSIG).contains(&signal) || matches!(signal, libc::SIGKILL | libc::SIGSTOP) {
        return Err(Errno::EINVAL);
    }
    let mut registered = REGISTERED.lock();
    let known = &mut registered[signal as usize];
    let current = match *known {
        Some(current) if std::ptr::fn_addr_eq(current.action, action) => current,
        old => {
            // SAFETY: passed on to our caller.
            let new = unsafe { register(signal, action, old)? };
            *known = Some(new);
            new
        }
    };
    apply(signal, &current.disposition)
}

/// Registers the action in the place of `old`.
///
/// # Safety
/// As [`install`].
unsafe fn register(signal: i32, action: fn(i32), old: Option<Registered>) -> Result<Registered, Errno> {
    // signal-hook would go on calling a handler it found (that of Rust's runtime for SIGBUS and SIGSEGV, which
    // makes the signal deadly again): it must find none.
    if old.is_none() && disposition(signal)? == Disposition::Handler {
        set_ignore(signal)?;
    }
    if signal_hook::consts::FORBIDDEN.contains(&signal) {
        DIRECT_ACTION.store(action as *mut (), Ordering::SeqCst);
        let run = run_direct as extern "C" fn(i32) as libc::sighandler_t;
        return Ok(Registered { action, hook: None, disposition: plain(run) });
    }
    // SAFETY: the action keeps the rules of signal handlers, by our caller's word.
    let hook = unsafe { signal_hook::low_level::register(signal, move || action(signal)) }
        .map_err(|error| Errno(error.raw_os_error().unwrap_or(libc::EINVAL)))?;
    if let Some(Registered { hook: Some(before), disposition, .. }) = old {
        signal_hook::low_level::unregister(before);
        return Ok(Registered { action, hook: Some(hook), disposition });
    }
    let mut disposition = query(signal)?;
    disposition.sa_flags &= !libc::SA_RESTART;
    Ok(Registered { action, hook: Some(hook), disposition })
}

/// The one action of the signals that signal-hook refuses (ILL, FPE, SEGV) and CPython does not.
static DIRECT_ACTION: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());

extern "C" fn run_direct(signal: i32) {
    let action = DIRECT_ACTION.load(Ordering::SeqCst);
    if !action.is_null() {
        // SAFETY: only `register` stores here, and only values of this function type.
        let action = unsafe { std::mem::transmute::<*mut (), fn(i32)>(action) };
        action(signal);
    }
}

/// Whether calls that the signal interrupts end with `EINTR` (true) or are restarted (false): `siginterrupt(3)`.
/// Holds until the next [`install`], [`set_ignore`] or [`set_default`]. Errors as [`disposition`].
pub fn siginterrupt(signal: i32, interrupt: bool) -> Result<(), Errno> {
    let mut action = query(signal)?;
    if interrupt {
        action.sa_flags &= !libc::SA_RESTART;
    } else {
        action.sa_flags |= libc::SA_RESTART;
    }
    apply(signal, &action)
}

/// What to do with the signals given to [`set_mask`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaskChange {
    Block,
    Unblock,
    /// Exactly these are blocked from now on.
    Set,
}

/// Changes the calling thread's signal mask and gives the signals that were blocked before, in number order.
/// Numbers that are no signals are left out.
pub fn set_mask(change: MaskChange, signals: &[i32]) -> Result<Vec<i32>, Errno> {
    let how = match change {
        MaskChange::Block => libc::SIG_BLOCK,
        MaskChange::Unblock => libc::SIG_UNBLOCK,
        MaskChange::Set => libc::SIG_SETMASK,
    };
    // SAFETY: sigset_t is plain data; all functions get valid pointers to locals.
    unsafe {
        let mut new: libc::sigset_t = std::mem::zeroed();
        let mut old: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut new);
        for &signal in signals {
            libc::sigaddset(&mut new, signal);
        }
        match libc::pthread_sigmask(how, &new, &mut old) {
            0 => Ok((1..NSIG).filter(|&signal| libc::sigismember(&old, signal) == 1).collect()),
            error => Err(Errno(error)),
        }
    }
}

/// Blocks every signal for the calling thread: for helper threads of the program that Python must not see.
pub fn block_all() -> Result<Vec<i32>, Errno> {
    let all: Vec<i32> = (1..NSIG).collect();
    set_mask(MaskChange::Block, &all)
}

/// Seconds after which SIGALRM comes; 0 cancels. Gives the seconds that were left of an earlier alarm.
pub fn alarm(seconds: u32) -> u32 {
    // SAFETY: no precondition.
    unsafe { libc::alarm(seconds) }
}

/// Waits until a signal handler has run in this thread. To be called without the GIL.
pub fn pause() {
    // SAFETY: no precondition.
    unsafe { libc::pause() };
}

/// Which of the three interval timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    Real,
    Virtual,
    Prof,
}

impl Timer {
    /// The timer of `signal.ITIMER_*`'s number (0, 1, 2).
    pub fn from_number(number: i64) -> Option<Timer> {
        [Timer::Real, Timer::Virtual, Timer::Prof].into_iter().find(|timer| *timer as i64 == number)
    }
}

/// An interval timer's state in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimerValue {
    /// Until the next signal; 0 when the timer is off.
    pub value: f64,
    /// From then on, between two signals; 0 for a single one.
    pub interval: f64,
}

/// Sets a timer and gives what it was. A positive time below a microsecond counts as one, so that it does not turn
/// the timer off. Errors: `EINVAL` for negative times.
pub fn set_timer(timer: Timer, new: TimerValue) -> Result<TimerValue, Errno> {
    let new = libc::itimerval { it_interval: to_timeval(new.interval), it_value: to_timeval(new.value) };
    let mut old = new;
    // SAFETY: both point to locals.
    Errno::check(unsafe { libc::setitimer(timer as i32 as _, &new, &mut old) } as i64)?;
    Ok(from_itimerval(old))
}

/// A timer's present state.
pub fn get_timer(timer: Timer) -> Result<TimerValue, Errno> {
    let mut now = libc::itimerval { it_interval: to_timeval(0.0), it_value: to_timeval(0.0) };
    // SAFETY: points to a local.
    Errno::check(unsafe { libc::getitimer(timer as i32 as _, &mut now) } as i64)?;
    Ok(from_itimerval(now))
}

fn to_timeval(seconds: f64) -> libc::timeval {
    let whole = seconds.floor();
    let micros = (seconds % 1.0 * 1e6) as libc::suseconds_t;
    let tiny = seconds > 0.0 && whole == 0.0 && micros == 0;
    // What no time_t holds, not-a-number too, becomes one that the system refuses.
    let whole = if whole.abs() < (1u64 << 62) as f64 { whole } else { -1.0 };
    libc::timeval { tv_sec: whole as _, tv_usec: if tiny { 1 } else { micros } }
}

fn from_itimerval(timer: libc::itimerval) -> TimerValue {
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    TimerValue { value: seconds(timer.it_value), interval: seconds(timer.it_interval) }
}

/// Sends a signal to the calling thread; it has been taken (or is blocked) when this returns. Errors: `EINVAL`.
pub fn raise(signal: i32) -> Result<(), Errno> {
    // SAFETY: no precondition.
    if unsafe { libc::raise(signal) } == 0 { Ok(()) } else { Err(Errno::last()) }
}

/// Sends a signal to one thread of this process.
#[cfg(test)]
pub(crate) fn send_to_thread(ident: usize, signal: i32) {
    // SAFETY: the tests name threads that they have not joined yet.
    unsafe { libc::pthread_kill(ident as libc::pthread_t, signal) };
}

/// For tests: a handler that only counts, so that calls are interrupted and nothing else happens.
#[cfg(test)]
pub(crate) fn install_counter(signal: i32) -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    // SAFETY: one atomic addition.
    let installed = unsafe {
        install(signal, |_| {
            COUNT.fetch_add(1, Ordering::SeqCst);
        })
    };
    assert_eq!(installed, Ok(()));
    COUNT.load(Ordering::SeqCst)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::process_wide;

    #[test]
    fn a_handler_is_installed_without_restart() {
        let _alone = process_wide();
        let before = install_counter(libc::SIGUSR2);
        assert_eq!(disposition(libc::SIGUSR2), Ok(Disposition::Handler));
        let action = query(libc::SIGUSR2);
        assert_eq!(action.map(|action| action.sa_flags & (libc::SA_RESTART | libc::SA_NODEFER)), Ok(0));
        // SAFETY: the mask is a local that `query` has filled.
        let masked = |signal| action.map(|action| unsafe { libc::sigismember(&action.sa_mask, signal) });
        assert!((1..NSIG).all(|signal| masked(signal) != Ok(1)));
        assert_eq!(raise(libc::SIGUSR2), Ok(()));
        assert_eq!(install_counter(libc::SIGUSR2), before + 1);

        assert_eq!(siginterrupt(libc::SIGUSR2, false), Ok(()));
        assert_ne!(query(libc::SIGUSR2).map(|action| action.sa_flags & libc::SA_RESTART), Ok(0));
        install_counter(libc::SIGUSR2);
        assert_eq!(query(libc::SIGUSR2).map(|action| action.sa_flags & libc::SA_RESTART), Ok(0));

        assert_eq!(set_ignore(libc::SIGUSR2), Ok(()));
        assert_eq!(disposition(libc::SIGUSR2), Ok(Disposition::Ignore));
        assert_eq!(raise(libc::SIGUSR2), Ok(()));
        assert_eq!(install_counter(libc::SIGUSR2), before + 1);
        assert_eq!(raise(libc::SIGUSR2), Ok(()));
        assert_eq!(install_counter(libc::SIGUSR2), before + 2);
        assert_eq!(set_default(libc::SIGUSR2), Ok(()));
        assert_eq!(disposition(libc::SIGUSR2), Ok(Disposition::Default));
    }

    #[test]
    fn the_signals_that_signal_hook_refuses_work_too() {
        let _alone = process_wide();
        let before = install_counter(libc::SIGFPE);
        assert_eq!(raise(libc::SIGFPE), Ok(()));
        assert_eq!(install_counter(libc::SIGFPE), before + 1);
        assert_eq!(set_default(libc::SIGFPE), Ok(()));
    }

    #[test]
    fn numbers_out_of_range_are_errors() {
        // SAFETY: does nothing.
        let install = |signal| unsafe { install(signal, |_| ()) };
        for signal in [-1, 0, NSIG, libc::SIGKILL, libc::SIGSTOP] {
            assert_eq!(install(signal), Err(Errno::EINVAL), "{signal}");
        }
        assert_eq!(set_default(0), Err(Errno::EINVAL));
        assert!(disposition(NSIG).is_err());
    }

    #[test]
    fn masks_and_timers() {
        let _alone = process_wide();
        let old = set_mask(MaskChange::Block, &[libc::SIGUSR1, libc::SIGWINCH]);
        let now = set_mask(MaskChange::Set, old.as_deref().unwrap_or(&[]));
        assert!(now.is_ok_and(|now| now.contains(&libc::SIGUSR1) && now.contains(&libc::SIGWINCH)));

        let wanted = TimerValue { value: 1000.0, interval: 2.5 };
        assert!(set_timer(Timer::Virtual, wanted).is_ok());
        let set = get_timer(Timer::Virtual).unwrap_or(TimerValue { value: 0.0, interval: 0.0 });
        assert!(set.interval == 2.5 && set.value > 900.0 && set.value < 1001.0, "{set:?}");
        let off = TimerValue { value: 0.0, interval: 0.0 };
        assert!(set_timer(Timer::Virtual, off).is_ok());
        assert_eq!(get_timer(Timer::Virtual), Ok(off));
        assert_eq!(set_timer(Timer::Virtual, TimerValue { value: -1.0, interval: 0.0 }), Err(Errno::EINVAL));
        assert_eq!(Timer::from_number(2), Some(Timer::Prof));
        assert_eq!(Timer::from_number(3), None);
    }
}
