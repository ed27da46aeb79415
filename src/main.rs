//! The binary: a thin client of the crate.

fn main() {
    gilpy::platform::memory::share_one_heap();
    let status = gilpy::cli::main();
    // Daemon threads may still run: the process ends without waiting for them or tearing anything down under them.
    gilpy::platform::process::exit_now(status)
}
