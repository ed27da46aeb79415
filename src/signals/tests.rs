//! The tables belong to the process, so each test holds `process_wide`.

use super::*;
use crate::gil::breaker::{self, BREAKER, TICKER};
use crate::platform::{Errno, fd, process_wide, signal};
use crate::profile::GilKind;
use libc::{SIGALRM, SIGHUP, SIGINT, SIGUSR1, SIGUSR2};
use std::sync::atomic::Ordering::Relaxed;

/// The numbers of the handlers that a check runs.
fn checked() -> Vec<i32> {
    let mut seen = Vec::new();
    let result: Result<(), Failed> = check_signals(&mut |number| {
        seen.push(number);
        Ok(())
    });
    assert_eq!(result, Ok(()));
    seen
}

/// The same for the pending calls.
fn made() -> Vec<i32> {
    let mut seen = Vec::new();
    let result: Result<(), Failed> = make_pending_calls(&mut |number| {
        seen.push(number);
        Ok(())
    });
    assert_eq!(result, Ok(()));
    seen
}

fn start(kind: GilKind) {
    breaker::reset(kind);
    initialise(kind);
    for number in [SIGUSR1, SIGUSR2, SIGHUP] {
        assert_eq!(set_handler(number, Action::Handler), Ok(()));
    }
    made();
    TICKER.store(50, Relaxed);
    assert!(!pending::to_do());
}

fn raise(number: i32) {
    assert_eq!(signal::raise(number), Ok(()));
}

#[test]
fn start_up_and_end() {
    let _alone = process_wide();
    // The program that starts us has ignored the first of these already.
    for number in [SIGINT, libc::SIGPIPE, libc::SIGXFSZ] {
        assert_eq!(signal::set_default(number), Ok(()));
    }
    breaker::reset(GilKind::Ticks);
    let table = initialise(GilKind::Ticks);
    assert!(pending::to_do() && TICKER.load(Relaxed) == 0 && BREAKER.load(Relaxed) == 0);
    assert_eq!(table[SIGINT as usize], Initial::DefaultInt);
    assert_eq!(table[libc::SIGPIPE as usize], Initial::Ignore);
    assert_eq!(table[libc::SIGXFSZ as usize], Initial::Ignore);
    assert_eq!(table[libc::SIGSEGV as usize], Initial::Default);
    assert_eq!(table[32], Initial::Foreign);
    raise(SIGINT);
    assert_eq!(made(), [SIGINT]);
    finish();
    assert_eq!(signal::disposition(SIGINT), Ok(signal::Disposition::Default));

    assert_eq!(signal::set_ignore(SIGINT), Ok(()));
    breaker::reset(GilKind::Interval);
    let table = initialise(GilKind::Interval);
    assert!(!pending::to_do());
    assert_eq!(table[SIGINT as usize], Initial::Ignore);
    finish();
    assert_eq!(signal::disposition(SIGINT), Ok(signal::Disposition::Ignore));
    assert_eq!(signal::set_default(SIGINT), Ok(()));
}

#[test]
fn a_signal_asks_for_a_check_in_the_manner_of_the_gil() {
    let _alone = process_wide();
    start(GilKind::Ticks);
    raise(SIGUSR1);
    assert!(TICKER.load(Relaxed) <= 0 && BREAKER.load(Relaxed) == 0 && pending::to_do());
    assert_eq!(made(), [SIGUSR1]);
    assert!(!pending::to_do());

    start(GilKind::Interval);
    raise(SIGUSR1);
    assert!(TICKER.load(Relaxed) == 50 && breaker::is_set(breaker::PENDING_CALLS) && pending::to_do());
    assert_eq!(made(), [SIGUSR1]);
    assert_eq!(BREAKER.load(Relaxed), 0);
    finish();
}

#[test]
fn number_order_and_one_call_for_many_arrivals() {
    let _alone = process_wide();
    start(GilKind::Ticks);
    for number in [SIGUSR2, SIGUSR1, SIGHUP, SIGUSR2, SIGUSR2] {
        raise(number);
    }
    assert_eq!(checked(), [SIGHUP, SIGUSR1, SIGUSR2]);
    assert_eq!(checked(), []);
    // The pending call is still queued; it finds nothing.
    assert!(pending::to_do());
    assert_eq!(made(), [0_i32; 0]);
    finish();
}

#[test]
fn a_raising_handler_strands_the_later_ones() {
    let _alone = process_wide();
    start(GilKind::Interval);
    raise(SIGUSR2);
    raise(SIGUSR1);
    let result = make_pending_calls(&mut |number| if number == SIGUSR1 { Err(Failed) } else { Ok(()) });
    assert_eq!(result, Err(Failed));
    assert_eq!(made(), [0_i32; 0]);
    assert_eq!(checked(), []);
    raise(SIGHUP);
    assert_eq!(made(), [SIGHUP, SIGUSR2]);
    finish();
}

#[test]
fn handlers_nest_through_direct_checks_only() {
    let _alone = process_wide();
    start(GilKind::Ticks);
    raise(SIGUSR1);
    let mut log = Vec::new();
    let result: Result<(), Failed> = make_pending_calls(&mut |number| {
        log.push(number);
        if number == SIGUSR1 {
            raise(SIGUSR2);
            // As at a tick within the handler: busy.
            log.extend(made());
            log.push(-1);
            log.extend(checked());
        }
        Ok(())
    });
    assert_eq!(result, Ok(()));
    assert_eq!(log, [SIGUSR1, -1, SIGUSR2]);
    finish();
}

#[test]
fn other_threads_neither_run_calls_nor_handlers() {
    let _alone = process_wide();
    start(GilKind::Interval);
    pending::set_main_thread();
    std::thread::scope(|scope| {
        // The signal is handled at C level in the other thread, too.
        let other = scope.spawn(|| {
            raise(SIGUSR1);
            (made(), checked(), is_main_thread())
        });
        assert_eq!(other.join().ok(), Some((vec![], vec![], false)));
    });
    assert!(pending::to_do() && breaker::is_set(breaker::PENDING_CALLS) && is_main_thread());
    assert_eq!(made(), [SIGUSR1]);
    finish();
}

#[test]
fn the_ring_holds_31_and_a_run_stops_at_the_first_failure() {
    let _alone = process_wide();
    start(GilKind::Interval);
    use std::sync::atomic::AtomicUsize;
    static SUM: AtomicUsize = AtomicUsize::new(0);
    fn add(argument: usize) -> Result<(), Failed> {
        SUM.fetch_add(argument, Relaxed);
        if argument == 5 { Err(Failed) } else { Ok(()) }
    }
    SUM.store(0, Relaxed);
    for argument in 0..31 {
        assert!(add_pending_call(add, argument));
    }
    // Refused, it asks for a check all the same, for those that are in the ring.
    breaker::request_served();
    assert!(!add_pending_call(add, 1000));
    assert!(BREAKER.load(Relaxed) < 0);
    let mut none = |_| Ok::<(), Failed>(());
    assert_eq!(make_pending_calls(&mut none), Err(Failed));
    assert_eq!(SUM.load(Relaxed), 15);
    assert!(pending::to_do() && BREAKER.load(Relaxed) < 0);
    assert_eq!(make_pending_calls(&mut none), Ok(()));
    assert_eq!(SUM.load(Relaxed), (0..31).sum());
    assert!(!pending::to_do() && BREAKER.load(Relaxed) == 0);

    // A call that queues itself again is run 32 times, not for ever.
    fn again(_: usize) -> Result<(), Failed> {
        SUM.fetch_add(1, Relaxed);
        add_pending_call(again, 0);
        Ok(())
    }
    SUM.store(0, Relaxed);
    assert!(add_pending_call(again, 0));
    assert_eq!(make_pending_calls(&mut none), Ok(()));
    assert_eq!(SUM.load(Relaxed), 32);
    assert!(pending::to_do());
    initialise(GilKind::Interval);
    finish();
}

#[test]
fn adding_from_many_threads_loses_nothing_it_accepted() {
    let _alone = process_wide();
    start(GilKind::Interval);
    use std::sync::atomic::AtomicUsize;
    static RUN: AtomicUsize = AtomicUsize::new(0);
    fn count(_: usize) -> Result<(), Failed> {
        RUN.fetch_add(1, Relaxed);
        Ok(())
    }
    RUN.store(0, Relaxed);
    let accepted = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let adders: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    for _ in 0..2000 {
                        accepted.fetch_add(usize::from(add_pending_call(count, 0)), Relaxed);
                    }
                })
            })
            .collect();
        while !adders.iter().all(|adder| adder.is_finished()) {
            assert_eq!(made(), [0_i32; 0]);
        }
    });
    while pending::to_do() {
        made();
    }
    assert_eq!(RUN.load(Relaxed), accepted.into_inner());
    assert_eq!(BREAKER.load(Relaxed), 0);
    finish();
}

#[test]
fn the_wakeup_byte_is_written_once_and_errno_survives() -> Result<(), Errno> {
    let _alone = process_wide();
    start(GilKind::Ticks);
    let (reader, writer) = fd::pipe()?;
    fd::set_nonblocking(reader, true)?;
    assert_eq!(set_wakeup_fd(writer), -1);
    raise(SIGUSR1);
    raise(SIGUSR2);
    let mut buffer = [9; 8];
    assert_eq!(fd::read(reader, &mut buffer)?, 1);
    assert_eq!(buffer[0], 0);
    made();
    fd::close(writer)?;
    Errno(77).restore();
    trip(SIGINT);
    // A trip is not a signal handler; the handler proper keeps errno.
    raise(SIGUSR1);
    made();
    // The first goes by signal-hook, which keeps errno, too; the other does not.
    for number in [SIGUSR1, libc::SIGFPE] {
        assert_eq!(set_handler(number, Action::Handler), Ok(()));
        Errno(77).restore();
        raise(number);
        assert_eq!(Errno::last(), Errno(77), "{number}");
        made();
    }
    assert_eq!(set_wakeup_fd(-1), writer);
    fd::close(reader)?;
    finish();
    Ok(())
}

#[test]
fn tripping_and_clearing() {
    let _alone = process_wide();
    start(GilKind::Interval);
    trip(SIGINT);
    assert!(dispatch::is_tripped());
    assert_eq!(made(), [SIGINT]);
    trip(SIGINT);
    trip(SIGUSR1);
    clear_mark(SIGINT);
    assert_eq!(made(), [SIGUSR1]);
    trip(-1);
    trip(NSIG);
    assert!(!dispatch::is_tripped());
    trip(SIGALRM);
    after_fork();
    assert_eq!(made(), [0_i32; 0]);
    assert_eq!(set_handler(libc::SIGKILL, Action::Handler), Err(Errno::EINVAL));
    assert_eq!(set_handler(0, Action::Default), Err(Errno::EINVAL));
    finish();
}

/// Who does not get at the ring gives up and changes nothing; a forked child, where nobody will free it, makes it anew.
#[test]
fn a_ring_in_use_refuses_and_is_free_in_a_child() {
    let _alone = process_wide();
    start(GilKind::Interval);
    fn nothing(_: usize) -> Result<(), Failed> {
        Ok(())
    }
    pending::leave_ring_in_use();
    assert!(!add_pending_call(nothing, 0));
    assert!(!pending::to_do() && BREAKER.load(Relaxed) == 0);
    after_fork();
    assert!(add_pending_call(nothing, 0));
    assert!(pending::to_do() && BREAKER.load(Relaxed) < 0);
    assert_eq!(made(), [0_i32; 0]);
    finish();
}

/// In a child that has not gone through `after_fork`, signals are ignored; after it they are marked.
#[test]
fn a_forked_child_ignores_signals_until_it_is_set_up() {
    use crate::platform::process;
    let _alone = process_wide();
    start(GilKind::Interval);
    // SAFETY: the child only touches atomics and ends.
    match unsafe { process::fork() } {
        Ok(process::Fork::Child) => {
            let _ = signal::raise(SIGUSR1);
            let before = dispatch::is_tripped();
            after_fork();
            let _ = signal::raise(SIGUSR1);
            process::exit_now(i32::from(before) * 2 + i32::from(dispatch::is_tripped()));
        }
        Ok(process::Fork::Parent(child)) => {
            let status = process::wait_pid(child, 0).map(|(_, status)| libc::WEXITSTATUS(status));
            assert_eq!(status, Ok(1));
        }
        Err(error) => panic!("{error}"),
    }
    finish();
}
