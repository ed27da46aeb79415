//! The flags: what was typed ([`LowArgs`]) and what it means ([`HighArgs`]).
//!
//! Invariant: a flag is defined here once; help, usage errors and defaults come from that, and so do the flags that are handed
//! down to children. The rest of the program sees the second form only.

use crate::interpreter::Script;
use crate::observe::Wanted;
use crate::profile::{Config, GilKind, Language, Library, LockKind, Profile};
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Command, CommandFactory, FromArgMatches, Parser, ValueEnum};

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
  GILPYFLAGS        --profile to --no-forced-switching, for what the command line leaves open;
                    a script finds its own here, so that its children run as it does
  GILPYPATH         folders, separated by colons, that import searches after the script's own
  PYTHONUNBUFFERED  if it is not empty: as -u";

/// Runs a Python script with the Global Interpreter Lock, the locks and the signals of CPython 2.7 or 3.2.
#[derive(Debug, Parser)]
#[command(name = "gilpy", version, after_help = EXIT_CODES, disable_help_subcommand = true, args_override_self = true)]
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

/// What the environment's flags may be.
#[derive(Debug, Parser)]
#[command(name = FLAGS_VARIABLE, args_override_self = true, disable_help_flag = true)]
struct Inherited {
    #[command(flatten)]
    _axes: Axes,
}

/// A child that is started as `sys.executable` is to be of its parent's kind.
pub const FLAGS_VARIABLE: &str = "GILPYFLAGS";

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
    /// What [`FLAGS_VARIABLE`] is to be for children.
    pub inherited: Vec<String>,
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

/// The flags of the axes among those that were given.
fn axes_given(matches: &ArgMatches) -> Vec<String> {
    let mut given = Vec::new();
    for flag in Axes::augment_args(Command::default()).get_arguments() {
        let id = flag.get_id().as_str();
        let (Some(name), Some(ValueSource::CommandLine)) = (flag.get_long(), matches.value_source(id)) else {
            continue;
        };
        given.push(format!("--{name}"));
        if flag.get_action().takes_values() {
            let values = matches.get_raw(id).into_iter().flatten();
            given.extend(values.map(|value| value.to_string_lossy().into_owned()));
        }
    }
    given
}

impl LowArgs {
    /// What the flags of the environment and then the arguments mean; the arguments begin with the program's name, and of a flag
    /// that comes twice the last one counts. Errors: help or the version is asked for, or a flag is wrong.
    pub fn parse_all(inherited: &str, mut arguments: Vec<String>) -> Result<HighArgs, clap::Error> {
        let inherited = inherited.split_whitespace().map(str::to_owned);
        let own_name = [FLAGS_VARIABLE.to_owned()];
        // By themselves first, so that a mistake there is told as such.
        Inherited::try_parse_from(own_name.into_iter().chain(inherited.clone())).map_err(|error| {
            let text = error.render().to_string();
            clap::Error::raw(
                error.kind(),
                format!("{FLAGS_VARIABLE}: {}", text.trim_start_matches("error: ")),
            )
        })?;
        arguments.splice(arguments.len().min(1)..arguments.len().min(1), inherited);
        let matches = LowArgs::command().try_get_matches_from(arguments)?;
        Ok(LowArgs::from_arg_matches(&matches)?.meaning(axes_given(&matches)))
    }

    fn meaning(self, inherited: Vec<String>) -> HighArgs {
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
        HighArgs { config, inherited, observed, script, args: args.collect() }
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
