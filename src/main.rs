//! Parses the arguments, runs, ends with an exit code.

fn main() -> std::process::ExitCode {
    eventpit::cli::run()
}
