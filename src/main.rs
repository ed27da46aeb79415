use gilpy::interpreter::{Interpreter, Script};
use gilpy::profile::{Config, Profile};

fn main() {
    let mut args = std::env::args().skip(1);
    let mut profile = Profile::Py32;
    let mut script = None;
    while let Some(arg) = args.next() {
        match &arg[..] {
            "--profile" => {
                profile = if args.next().as_deref() == Some("2.7") { Profile::Py27 } else { Profile::Py32 }
            }
            "-c" => {
                script = args.next().map(Script::Command);
                break;
            }
            _ => {
                script = Some(Script::File(arg));
                break;
            }
        }
    }
    let rest: Vec<String> = args.collect();
    let interpreter = Interpreter::new(&Config::of(profile));
    let status = interpreter.run(&script.unwrap_or(Script::Stdin), &rest);
    std::process::exit(status.unwrap_or(2));
}
