//! Rules of the periodic check that a script can see, by the module `gil`.

use std::process::{Command, Stdio};

/// What a script prints, word by word.
fn says(flags: &[&str], script: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gilpy"))
        .args(flags)
        .args(["-c", script])
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(output.status.success(), "{flags:?}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

const TICKS: &[&[&str]] = &[&["--profile", "2.7"], &["--profile", "3.2", "--gil", "ticks"]];
const ASKED_FOR: &[&[&str]] = &[
    &["--profile", "3.2"],
    &["--profile", "2.7", "--gil", "interval"],
    &["--gil", "priority"],
    &["--profile", "2.7", "--gil", "priority"],
];

/// The main thread sits in a lock, with a signal's call pending: SIGINT is marked by the worker, which wakes nobody. (Had main not
/// been in the lock yet, it would have run the handler, and all is done again.) What share of a busy thread's slow
/// opcodes then check, before and after, in percent; and whether the lock changed hands for it.
const STUCK: &str = "
import gil, signal, threading
try:
    import thread
except ImportError:
    import _thread as thread
lock = threading.Lock()
lock.acquire()
ran = []
signal.signal(signal.SIGINT, lambda number, frame: ran.append(1))
def share():
    ticks, checks, switches = gil.ticks(), gil.tick_counter(), gil.switch_number()
    for i in range(3000):
        i += 1
    return 100 * (gil.tick_counter() - checks) // (gil.ticks() - ticks), gil.switch_number() - switches
def work():
    while True:
        del ran[:]
        before = share()
        thread.interrupt_main()
        after = share()
        if not ran: break
    print('%d%% %d%% %d' % (before[0], after[0], after[1]))
    lock.release()
threading.Thread(target=work).start()
lock.acquire()
";

#[test]
fn while_a_call_cannot_run_every_slow_opcode_checks() {
    for flags in [TICKS, ASKED_FOR].concat() {
        let flags = [flags, &["--locks", "uninterruptible"]].concat();
        let said = says(&flags, STUCK);
        // Neither GIL of those that are asked for is given up for it.
        assert!(["0% 99% 0", "0% 100% 0"].contains(&said.as_str()), "{flags:?}: {said}");
    }
}

/// A signal and an asynchronous exception arrive together: no opcode ends between the two calls. The handler is not Python's: in
/// a frame of its own the exception would come to it.
const ORDER: &str = "
import functools, gil, os, signal, threading
seen = []
class Async(Exception): pass
Signal = KeyboardInterrupt
signal.signal(signal.SIGUSR1, signal.default_int_handler)
# 2.7 has asynchronous exceptions as soon as there is a GIL.
thread = threading.Thread(target=int)
thread.start()
thread.join()
both = [functools.partial(gil.set_async_exc, threading.current_thread().ident, Async),
        functools.partial(os.kill, os.getpid(), signal.SIGUSR1)]
try:
    try:
        list(map(functools.partial.__call__, both))
        seen.append('nothing')
    except Signal:
        seen.append('signal')
        for i in range(1000): pass
        seen.append('nothing')
    except Async:
        seen.append('async')
        for i in range(1000): pass
except Async as error:
    seen.append('async')
    if type(getattr(error, '__context__', None)) is Signal:
        seen.append('after signal')
except Signal:
    seen.append('signal')
print(' '.join(seen))
";

#[test]
fn pending_calls_come_before_the_asynchronous_exception() {
    // Under the tick GIL the next check is some opcodes away.
    for flags in TICKS {
        let said = says(flags, ORDER);
        assert!(said.starts_with("signal async"), "{flags:?}: {said}");
    }
    // Else it comes before the first line that handles the signal's exception; that one is its context, then.
    for flags in ASKED_FOR.iter().filter(|flags| !flags.contains(&"2.7")) {
        assert_eq!(says(flags, ORDER), "async after signal", "{flags:?}");
    }
}

/// Thirty times a signal arrives inside a long native call while another thread waits for the GIL, so that the check after it
/// finds both. The handler is native, too; one of Python's would be interrupted itself.
const BOTH_WAIT: &str = "
import functools, os, signal, threading
seen = []
signal.signal(signal.SIGUSR1, seen.insert)
over = []
def other():
    while not over: pass
thread = threading.Thread(target=other)
thread.start()
numbers = getattr(__builtins__, 'xrange', range)(400000)
calls = [functools.partial(sum, numbers), functools.partial(os.kill, os.getpid(), signal.SIGUSR1)]
for i in range(30):
    list(map(functools.partial.__call__, calls))
    while len(seen) <= i: pass
over.append(1)
thread.join()
";

#[test]
fn pending_calls_come_before_the_hand_over() {
    for flags in [TICKS, ASKED_FOR].concat() {
        assert_eq!(follows(flags, BOTH_WAIT, "takes the GIL", "runs the Python handler"), 0, "{flags:?}");
    }
}

/// A thread gets the GIL at one of main's checks and sets an exception for main. How many checks main has made from the one
/// before that to the exception. The thread is one of `thread`: at its end a `Thread` takes locks, so that main might catch the
/// exception, and be asked for the GIL again, before it counts.
const SET_MEANWHILE: &str = "
import functools, gil, sys, threading, time
try:
    import thread
except ImportError:
    import _thread as thread
class Async(Exception): pass
count = [0]
# No opcode ends between the two calls. The first puts the count, the only item, behind itself.
both = [functools.partial(count.extend, count),
        functools.partial(gil.set_async_exc, threading.current_thread().ident, Async)]
def other():
    time.sleep(0.1)
    list(map(functools.partial.__call__, both))
# Long enough that the other thread is done before main wants the GIL back.
sys.setcheckinterval(10000)
getattr(sys, 'setswitchinterval', lambda seconds: None)(0.5)
thread.start_new_thread(other, ())
try:
    while True:
        count[0] = gil.tick_counter()
except Async:
    print(gil.tick_counter() - count[1])
";

#[test]
fn what_is_set_during_a_hand_over_is_raised_after_it() {
    for flags in [TICKS, ASKED_FOR].concat() {
        assert_eq!(says(flags, SET_MEANWHILE), "1", "{flags:?}");
    }
}

/// What `--trace` tells.
fn trace(flags: &[&str], script: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gilpy"))
        .args(flags)
        .args(["--trace", "-c", script])
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{error}"));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Of a line of the trace; none where events are lost, among others.
fn thread_and_event(line: &str) -> Option<(&str, &str)> {
    line.split_once(" ms  ").and_then(|(_, line)| line.trim().split_once("  "))
}

/// How often a thread's line of the trace that holds `first` is followed by its line with `then`.
fn follows(flags: &[&str], script: &str, first: &str, then: &str) -> usize {
    let told = trace(flags, script);
    assert!(told.contains(first), "{flags:?}\n{told}");
    let mut last: std::collections::HashMap<&str, bool> = Default::default();
    let mut count = 0;
    for line in told.lines() {
        let Some((thread, event)) = thread_and_event(line) else {
            last.clear();
            continue;
        };
        let was_first = last.insert(thread, event.contains(first)).unwrap_or(false);
        count += usize::from(was_first && event.contains(then));
    }
    count
}

#[test]
fn after_a_failed_call_the_gil_is_kept() {
    const SCRIPT: &str = "
import os, signal, threading
class Stop(Exception): pass
def handler(number, frame): raise Stop
signal.signal(signal.SIGUSR1, handler)
thread = threading.Thread(target=int)
thread.start()
thread.join()
try:
    os.kill(os.getpid(), signal.SIGUSR1)
    for i in range(1000): pass
except Stop: pass
";
    for flags in [TICKS, ASKED_FOR].concat() {
        assert_eq!(
            follows(flags, SCRIPT, "is back from the Python handler", "drops the GIL"),
            0,
            "{flags:?}"
        );
    }
}

#[test]
fn a_call_that_cannot_run_is_no_reason_to_give_the_gil_up_where_it_is_asked_for() {
    for flags in ASKED_FOR {
        let flags = [*flags, &["--locks", "uninterruptible"]].concat();
        // Main may have asked once or twice on its way into the lock.
        let drops = follows(&flags, STUCK, "makes its periodic check", "drops the GIL");
        assert!(drops < 10, "{flags:?}: {drops}");
    }
    let flags = ["--profile", "2.7"];
    let drops = follows(&flags, STUCK, "makes its periodic check", "drops the GIL");
    assert!(drops > 1000, "{drops}");
}

/// How often the GIL is given up in taking a free lock of a kind a hundred times.
fn given_up_for_a_free(kind: &str, flags: &[&str]) -> usize {
    let script = format!(
        "import threading\nlock = threading.{kind}()\nthread = threading.Thread(target=int)\nthread.start()\n\
         thread.join()\nfor i in range(100):\n    lock.acquire()\n    lock.release()\n"
    );
    follows(flags, &script, "drops the GIL", "waits for lock")
}

#[test]
fn a_free_lock_costs_the_gil_and_a_free_recursive_lock_of_32_does_not() {
    for flags in [TICKS, ASKED_FOR].concat() {
        assert!(given_up_for_a_free("Lock", flags) >= 100, "{flags:?}");
        // 2.7's is made of the other kind, in Python.
        let is_python = flags.contains(&"2.7");
        assert_eq!(given_up_for_a_free("RLock", flags) >= 100, is_python, "{flags:?}");
    }
}

#[test]
fn an_owner_takes_its_recursive_lock_again_without_giving_the_gil_up() {
    const SCRIPT: &str = "
import threading
lock = threading.RLock()
thread = threading.Thread(target=int)
thread.start()
thread.join()
lock.acquire()
for i in range(100): lock.acquire()
";
    for flags in [TICKS, ASKED_FOR].concat() {
        // The thread's start and end, and some checks.
        let given_up = follows(flags, SCRIPT, "drops the GIL", "GIL");
        assert!(given_up < 60, "{flags:?}: {given_up}");
    }
}

/// An asynchronous exception for oneself, before and after the first thread.
const ALONE: &str = "
import gil, time
try:
    import thread
except ImportError:
    import _thread as thread
def raised():
    try:
        gil.set_async_exc(thread.get_ident(), KeyError)
        for i in range(1000): pass
    except KeyError:
        return True
    return False
first = raised()
gil.set_async_exc(thread.get_ident(), None)
thread.start_new_thread(int, ())
# Until it runs, its state bears the identifier of its maker, and is found first.
while len(gil.thread_states()) > 1:
    time.sleep(0.001)
print('%s %s' % (first, raised()))
";

#[test]
fn without_a_gil_27_has_no_asynchronous_exceptions() {
    for flags in TICKS {
        assert_eq!(says(flags, ALONE), "False True", "{flags:?}");
    }
    for flags in ASKED_FOR {
        assert_eq!(says(flags, ALONE), "True True", "{flags:?}");
    }
}

/// Checks in 20,000 rounds of a loop of four ticks, alone: at an interval of 100, of 1000, and of 0.
const CHECKS: &str = "
import gil, sys
def checks(interval):
    sys.setcheckinterval(interval)
    before, ticks = gil.tick_counter(), gil.ticks()
    for i in range(20000):
        i += 1
    ticks, checks = gil.ticks() - ticks, max(gil.tick_counter() - before, 1)
    return int(ticks / float(checks) + 0.5)
print('%d %d %d' % (checks(100), checks(1000), checks(0)))
";

/// From one check to the next there are one more than the interval says: the ticker is counted down below zero.
#[test]
fn the_check_interval_is_what_was_set() {
    for flags in TICKS {
        let said = says(flags, CHECKS);
        let numbers: Vec<i64> = said.split(' ').filter_map(|word| word.parse().ok()).collect();
        // Where in the interval it begins is worth a check.
        let near = matches!(numbers[..], [100..=103, 985..=1030, 1]);
        assert!(near, "{flags:?}: {said}");
    }
    // Where nobody asks, nobody checks.
    let script =
        format!("import gil\nbefore = gil.tick_counter()\n{CHECKS}\nprint(gil.tick_counter() - before)\n");
    for flags in ASKED_FOR {
        let said = says(flags, &script);
        assert!(said.ends_with(" 0"), "{flags:?}: {said}");
    }
}

/// The ticker is set at once: with a long interval before, a short one counts from the next opcode on.
#[test]
fn a_new_check_interval_counts_at_once() {
    let script = "
import gil, sys
sys.setcheckinterval(1000000000)
sys.setcheckinterval(10)
before = gil.tick_counter()
for i in range(20): pass
print(gil.tick_counter() > before)
";
    for flags in TICKS {
        assert_eq!(says(flags, script), "True");
    }
}

/// Two busy threads: with an interval of an hour they run one after the other, with a short one they change hands until they
/// have done so often.
#[test]
fn nobody_asks_before_the_interval_is_over() {
    const SCRIPT: &str = "
import gil, sys, threading
def switches(interval, enough, rounds):
    sys.setswitchinterval(interval)
    before = gil.switch_number()
    def busy():
        for i in range(rounds):
            if gil.switch_number() - before > enough: break
    threads = [threading.Thread(target=busy) for i in range(2)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return gil.switch_number() - before
print('%s %s' % (switches(3600, 1000, 600000) < 20, switches(0.0002, 100, 100000000) > 100))
";
    for flags in ASKED_FOR {
        assert_eq!(says(flags, SCRIPT), "True True", "{flags:?}");
    }
}

/// A thread is told to raise while it waits for a lock, and another thread's check comes before its own: that check takes the
/// reason out of the breaker, and it is the wait for the GIL that puts it in again.
const SET_WHILE_BLOCKED: &str = "
import gil, sys
try:
    import thread
except ImportError:
    import _thread as thread
class Async(Exception): pass
gate, over = thread.allocate_lock(), thread.allocate_lock()
gate.acquire()
over.acquire()
said = []
def blocked():
    said.append(thread.get_ident())
    try:
        gate.acquire()
        for i in range(10000): pass
        said.append('nothing')
    except Async:
        said.append('raised')
    over.release()
getattr(sys, 'setswitchinterval', lambda seconds: None)(3600)
thread.start_new_thread(blocked, ())
while not said: thread.allocate_lock().acquire()
gil.set_async_exc(said[0], Async)
for i in range(1000): pass
gate.release()
over.acquire()
print(said[1])
";

#[test]
fn who_takes_the_gil_looks_for_its_asynchronous_exception() {
    for flags in ASKED_FOR {
        assert_eq!(says(flags, SET_WHILE_BLOCKED), "raised", "{flags:?}");
    }
}

/// A process forks while another thread waits for the GIL and has asked for it: in the child there is nobody to wait for. Its
/// parent waits twenty seconds for it.
const FORK_WHILE_ASKED: &str = "
import functools, os, signal, threading, time
over = []
def other():
    while not over: pass
threading.Thread(target=other).start()
numbers = getattr(__builtins__, 'xrange', range)(3000000)
calls = [functools.partial(sum, numbers), functools.partial(os.fork)]
child = list(map(functools.partial.__call__, calls))[1]
if child == 0:
    for i in range(1000): pass
    time.sleep(0)
    os._exit(7)
over.append(1)
end, waited = time.time() + 20, (0, 0)
while waited[0] == 0 and time.time() < end:
    time.sleep(0.01)
    waited = os.waitpid(child, os.WNOHANG)
if waited[0] == 0: os.kill(child, signal.SIGKILL)
print(waited[1] >> 8)
";

#[test]
fn a_child_is_not_asked_for_the_gil_by_its_parents_threads() {
    for flags in [TICKS, ASKED_FOR].concat() {
        assert_eq!(says(flags, FORK_WHILE_ASKED), "7", "{flags:?}");
    }
}

/// In a handler, with nothing else pending: how many checks a loop of some 9000 ticks makes.
const IN_A_HANDLER: &str = "
import gil, os, signal
said = []
def handler(number, frame):
    before = gil.tick_counter()
    for i in range(3000):
        i += 1
    said.append(gil.tick_counter() - before)
signal.signal(signal.SIGUSR1, handler)
os.kill(os.getpid(), signal.SIGUSR1)
for i in range(1000): pass
print(said[0])
";

#[test]
fn a_call_that_runs_is_not_pending_any_more() {
    for flags in [TICKS, ASKED_FOR].concat() {
        let checks: i64 = says(flags, IN_A_HANDLER).parse().unwrap_or(-1);
        let most = if TICKS.contains(&flags) { 130 } else { 0 };
        assert!((0..=most).contains(&checks), "{flags:?}: {checks} checks");
    }
}

/// Without the GIL given up in between: a thread is started, and its state and the number of threads are looked at. Then it is
/// waited for, and again its state is looked at as soon as it is not counted any more.
const STATES: &str = "
import functools, gil
try:
    import thread
except ImportError:
    import _thread as thread
me, over = thread.get_ident(), thread.allocate_lock()
over.acquire()
wrong = []
for i in range(300):
    calls = [functools.partial(thread.start_new_thread, over.release, ()), functools.partial(gil.thread_states),
             functools.partial(thread._count)]
    new, states, count = list(map(functools.partial.__call__, calls))
    if len(states) != 2 or states[0][1] not in (me, new) or states[1][1] != me: wrong.append(states)
    if count != 0: wrong.append('counted before it runs')
    over.acquire()
    while thread._count(): pass
    if len(gil.thread_states()) != 1: wrong.append('has its state after its end')
print(wrong or 'right')
";

#[test]
fn a_thread_has_its_state_from_its_making_to_its_last_use_of_the_gil() {
    for flags in [TICKS, ASKED_FOR].concat() {
        assert_eq!(says(flags, STATES), "right", "{flags:?}");
    }
}

#[test]
fn thread_states_are_linked_newest_first() {
    const SCRIPT: &str = "
import gil
try:
    import thread
except ImportError:
    import _thread as thread
gate = thread.allocate_lock()
gate.acquire()
made = [thread.get_ident()]
for i in range(5):
    made.insert(0, thread.start_new_thread(gate.acquire, ()))
while thread._count() < 5: thread.allocate_lock().acquire()
print([ident for interpreter, ident in gil.thread_states()] == made)
";
    for flags in [TICKS, ASKED_FOR].concat() {
        assert_eq!(says(flags, SCRIPT), "True", "{flags:?}");
    }
}

/// Whoever gives the GIL up after it was asked for it, in the loop or for a call that may block, does not get it back before
/// another thread has had it. One run in three says nothing: where the kernel has both threads on one processor and lets the woken
/// one go first, it makes the switch itself; so there are some.
#[test]
fn who_was_asked_gives_way_wherever_it_drops_the_gil() {
    const SCRIPT: &str = "
import functools, sys, threading
sys.setswitchinterval(0.0002)
over = []
def other():
    while not over: pass
thread = threading.Thread(target=other)
thread.start()
numbers = getattr(__builtins__, 'xrange', range)(1000000)
lock = threading.Lock()
calls = [functools.partial(call) for call in (functools.partial(sum, numbers), lock.acquire, lock.release)]
for i in range(40):
    list(map(functools.partial.__call__, calls))
over.append(1)
thread.join()
";
    for flags in ASKED_FOR.repeat(5) {
        let told = trace(flags, SCRIPT);
        assert!(told.contains("asks the holder to drop the GIL"), "{flags:?}");
        let (mut asked, mut gave_way) = (false, None);
        for line in told.lines() {
            let Some((thread, event)) = thread_and_event(line) else {
                (asked, gave_way) = (false, None);
                continue;
            };
            if event.contains("asks the holder") {
                asked = true;
            } else if event.contains("drops the GIL") && asked {
                gave_way = Some(thread);
            } else if event.contains("takes the GIL") {
                assert_ne!(gave_way, Some(thread), "{flags:?}: {line}");
                (asked, gave_way) = (false, None);
            }
        }
    }
}

#[test]
fn current_frames_are_those_of_all_interpreters() {
    const SCRIPT: &str = "
import interpreters, sys, threading
gate, waits = threading.Lock(), threading.Lock()
gate.acquire()
waits.acquire()
def wait():
    waits.release()
    gate.acquire()
other = interpreters.create()
other.run('''
try:
    import thread
except ImportError:
    import _thread as thread
gate, waits = thread.allocate_lock(), thread.allocate_lock()
gate.acquire()
waits.acquire()
def wait():
    waits.release()
    gate.acquire()
thread.start_new_thread(wait, ())
waits.acquire()
''')
thread = threading.Thread(target=wait)
thread.start()
waits.acquire()
print(len(sys._current_frames()))
gate.release()
";
    for flags in [TICKS, ASKED_FOR].concat() {
        assert_eq!(says(flags, SCRIPT), "3", "{flags:?}");
    }
}

#[test]
fn there_is_no_gil_before_a_thread_or_ctypes_needs_it() {
    const THREAD: &str = "
import gil, threading
before = gil.exists()
threading.Thread(target=int).start()
print('%s %s' % (before, gil.exists()))
";
    const CTYPES: &str = "
import gil
before = gil.exists()
import ctypes
print('%s %s' % (before, gil.exists()))
";
    for flags in [TICKS, ASKED_FOR].concat() {
        assert_eq!(says(flags, THREAD), "False True", "{flags:?}");
        assert_eq!(says(flags, CTYPES), "False True", "{flags:?}");
    }
}

/// Handlers and the intervals belong to the process; modules, their variables and the built-ins to an interpreter.
#[test]
fn interpreters_share_signals_and_intervals_and_nothing_else() {
    const SCRIPT: &str = "
import interpreters, os, signal, sys, warnings
warnings.simplefilter('ignore')
other = interpreters.create()
other.run('''
import os, signal, sys, warnings
warnings.simplefilter(\"ignore\")
try:
    import builtins
except ImportError:
    import __builtin__ as builtins
builtins.added = os.added = sys.added = 1
called = []
signal.signal(signal.SIGUSR1, lambda number, frame: called.append(number))
sys.setcheckinterval(77)
if hasattr(sys, \"setswitchinterval\"): sys.setswitchinterval(0.5)
''')
os.kill(os.getpid(), signal.SIGUSR1)
for i in range(1000): pass
other.run('print(called == [signal.SIGUSR1])')
print('%s %s' % (sys.getcheckinterval(), getattr(sys, 'getswitchinterval', lambda: 0.5)()))
try:
    print(added)
except NameError:
    print('%s %s' % (hasattr(os, 'added'), hasattr(sys, 'added')))
";
    for flags in [TICKS, ASKED_FOR].concat() {
        assert_eq!(says(flags, SCRIPT), "True 77 0.5 False False", "{flags:?}");
    }
}
