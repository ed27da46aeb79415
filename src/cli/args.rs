//! The flags: what was typed ([`LowArgs`]) and what it means ([`HighArgs`]).
//!
//! Invariant: a flag is defined here once; help, usage errors and defaults come from that. The rest of the program
//! sees the second form only.

use crate::interpreter::Script;
use crate::observe::Wanted;
use crate::profile::{Config, GilKind, Language, Library, LockKind, Profile};
use clap::{Args, Parser, ValueEnum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Version {
    #[value(name = "2.7")]
    V27,
    #[value(name = "3.2")]
    V32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GilName {
    /// Released and taken again every so many ticks, as in 2.7
    Ticks,
    /// Handed over when a thread has waited for the switch interval, as in 3.2
    Interval,
    /// As interval, but a thread that gives it up early gets it back at once; no CPython has it
    Priority,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LockName {
    /// A wait goes on when a signal arrives, as in 2.7
    Uninterruptible,
    /// A wait lets signal handlers run, as in 3.2
    Interruptible,
}

const EXIT_CODES: &str = "\
Commands:
  gilpy dis [--profile P] FILE          print the bytecode, as Python's dis module does
  gilpy dis [--profile P] --json FILE...  print the code objects, a JSON object a line

Exit codes:
  0    the script ended by itself
  1    an exception was not caught (KeyboardInterrupt too), or sys.exit(TEXT)
  2    a flag is wrong, or the script cannot be read
  n    sys.exit(n)
  A process that a signal killed has no exit code; the shell shows 128 + its number.

Environment:
  GILPYPATH         folders, separated by colons, that import searches after the script's own
  PYTHONUNBUFFERED  if it is not empty: as -u";

/// Runs a Python script with the Global Interpreter Lock, the locks and the signals of CPython 2.7 or 3.2.
#[derive(Debug, Parser)]
#[command(name = "gilpy", version, after_help = EXIT_CODES, disable_help_subcommand = true)]
pub struct LowArgs {
    #[command(flatten)]
    axes: Axes,

    /// Print what threads do to the GIL, to locks and to signals, as it happens
    #[arg(long)]
    trace: bool,

    /// Print at the end how long each thread had the GIL and waited, and how signals fared
    #[arg(long)]
    stats: bool,

    /// Leave the standard streams unbuffered
    #[arg(short = 'u')]
    unbuffered: bool,

    /// Run CODE; what follows goes to sys.argv
    #[arg(short = 'c', value_name = "CODE [ARG]", num_args = 1.., allow_hyphen_values = true)]
    command: Option<Vec<String>>,

    /// The script to run; '-' or nothing: standard input. What follows goes to sys.argv
    // One list, so that nothing after the script's name is taken for a flag of ours.
    #[arg(value_name = "SCRIPT [ARG]", trailing_var_arg = true, conflicts_with = "command")]
    script: Vec<String>,
}

#[derive(Debug, Args)]
struct Axes {
    /// The version whose language, GIL, locks and library are used
    #[arg(long, value_name = "VERSION", default_value = "3.2")]
    profile: Version,

    /// The language alone
    #[arg(long, value_name = "VERSION")]
    language: Option<Version>,

    /// The algorithm of the GIL alone
    #[arg(long, value_name = "KIND")]
    gil: Option<GilName>,

    /// What locks do when a signal arrives
    #[arg(long, value_name = "KIND")]
    locks: Option<LockName>,

    /// Ticks between two checks, under the tick GIL (sys.setcheckinterval)
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    check_interval: Option<i32>,

    /// How long a thread waits before it asks for the GIL, under the other two (sys.setswitchinterval)
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    switch_interval: Option<f64>,

    /// A thread that was asked to drop the GIL does not wait until another one has it
    #[arg(long)]
    no_forced_switching: bool,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds < 1e9 => Ok(seconds),
        Ok(_) => Err("switch interval must be strictly positive".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// What a command line means.
#[derive(Debug)]
pub struct HighArgs {
    pub config: Config,
    pub observed: Wanted,
    pub script: Script,
    pub args: Vec<String>,
}

impl Version {
    pub fn language(self) -> Language {
        match self {
            Version::V27 => Language::Py27,
            Version::V32 => Language::Py32,
        }
    }
}

impl Axes {
    fn config(&self) -> Config {
        let mut config = Config::of(match self.profile {
            Version::V27 => Profile::Py27,
            Version::V32 => Profile::Py32,
        });
        if let Some(language) = self.language {
            config.language = language.language();
            // Library modules are written in their version's language.
            config.library = match language {
                Version::V27 => Library::Py27,
                Version::V32 => Library::Py32,
            };
        }
        match self.gil {
            Some(GilName::Ticks) => config.gil = GilKind::Ticks,
            Some(GilName::Interval) => config.gil = GilKind::Interval,
            Some(GilName::Priority) => config.gil = GilKind::Priority,
            None => {}
        }
        match self.locks {
            Some(LockName::Uninterruptible) => config.locks = LockKind::Uninterruptible,
            Some(LockName::Interruptible) => config.locks = LockKind::Interruptible,
            None => {}
        }
        if let Some(ticks) = self.check_interval {
            config.check_interval = ticks.into();
        }
        if let Some(seconds) = self.switch_interval {
            config.switch_interval_us = (seconds * 1e6) as u64;
        }
        config.forced_switching = !self.no_forced_switching;
        config
    }
}

impl LowArgs {
    pub fn meaning(self) -> HighArgs {
        let config = Config { unbuffered: self.unbuffered, ..self.axes.config() };
        let observed = Wanted { trace: self.trace, stats: self.stats };
        let is_command = self.command.is_some();
        let mut args = self.command.unwrap_or(self.script).into_iter();
        let script = match args.next() {
            Some(code) if is_command => Script::Command(code),
            Some(name) if name == "-" => Script::Stdin { named: true },
            Some(name) => Script::File(name),
            None => Script::Stdin { named: false },
        };
        HighArgs { config, observed, script, args: args.collect() }
    }
}

/// `gilpy dis`.
#[derive(Debug, Parser)]
#[command(name = "gilpy dis", about = "Prints the bytecode that scripts are compiled to")]
pub struct DisArgs {
    /// The version whose compiler is used
    #[arg(long, value_name = "VERSION", default_value = "3.2")]
    pub profile: Version,

    /// Print code objects instead, a JSON object a line
    #[arg(long)]
    pub json: bool,

    /// The files to compile
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<String>,
}
