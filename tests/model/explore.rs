//! Running a test under many schedules.

use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, MaxSteps, Runner};
use std::sync::{Mutex, PoisonError};

/// The statics of the rooms are everybody's, so one test runs at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// Steps in which any test of ours is through, however it is scheduled.
const STEPS: usize = 200_000;

fn config() -> Config {
    let mut config = Config::new();
    config.max_steps = MaxSteps::FailAfter(STEPS);
    config.silence_warnings = true;
    // The library's standard, 32 KiB, is little for an optimised build's tasks and too little for another's.
    config.stack_size = 256 << 10;
    config
}

/// Runs `test` on a fresh machine under `schedules` schedules that choose the next thread by lot at each step, and as many in
/// which a thread of low priority goes on only when the others cannot.
pub fn explore(schedules: usize, test: fn()) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    run(RandomScheduler::new(schedules), test);
    run(PctScheduler::new(3, schedules), test);
}

/// Runs `test` under the schedule that a failure has printed.
#[allow(dead_code)]
pub fn replay(schedule: &str, test: fn()) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let schedule = shuttle::scheduler::ReplayScheduler::new_from_encoded(schedule);
    run(schedule, test);
}

fn run(scheduler: impl Scheduler + 'static, test: fn()) {
    Runner::new(scheduler, config()).run(move || {
        crate::platform::reset();
        crate::observe::reset();
        test();
    });
}
