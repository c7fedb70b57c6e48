use std::io::IsTerminal;

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

/// For whom the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For a person, on standard error.
    Human,
    /// One JSON object a line, on standard error; no banner.
    Json,
}

/// Starts logging. What is logged can be narrowed with `EVENTPIT_LOG` (`warn`, `debug`, …).
pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_env("EVENTPIT_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,actix_server=warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match format {
        LogFormat::Human => log.with_target(false).compact().init(),
        LogFormat::Json => log.json().init(),
    }
}
