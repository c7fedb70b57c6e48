use std::fmt::Debug;
use std::io::IsTerminal;

use clap::ValueEnum;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// For whom the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For a person, on standard error.
    Human,
    /// One JSON object a line, on standard error; no banner.
    Json,
}

/// What is logged of a server.
pub const OF_A_SERVER: &str = "info,actix_server=warn";

/// What is logged beside the output of another program.
pub const OF_A_RUN: &str = "warn";

/// Starts logging `what`, unless `EVENTPIT_LOG` says otherwise (`warn`, `debug`, …).
pub fn start(format: LogFormat, what: &str) {
    let filter = EnvFilter::try_from_env("EVENTPIT_LOG").unwrap_or_else(|_| EnvFilter::new(what));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let lines = match format {
        LogFormat::Human => lines.with_target(false).compact().boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    tracing_subscriber::registry()
        .with(filter)
        .with(NoHttp)
        .with(lines)
        .init();
}

/// Says in plain words what the HTTP library logs as an error of its own: bytes came that are no
/// HTTP. Most often it is a client that speaks TLS to the plain port. A connection that a fault
/// breaks (`server::BrokenOff`) is none of its business.
struct NoHttp;

impl<S: Subscriber> Layer<S> for NoHttp {
    fn event_enabled(&self, event: &Event<'_>, _context: Context<'_, S>) -> bool {
        if event.metadata().target() != "actix_http::h1::dispatcher" {
            return true;
        }
        let mut message = Message::default();
        event.record(&mut message);
        // Not an error: the user asked for it, and the row tells of it.
        if message.0 == "Response payload stream error: BrokenOff" {
            return false;
        }
        let Some(why) = message
            .0
            .strip_prefix("stream error: request parse error: ")
        else {
            return true;
        };
        tracing::warn!(
            "a client sent bytes that are no HTTP request: answered 400, not recorded ({why}). \
             Does it speak TLS? --tls serves https, on a port of its own"
        );
        false
    }
}

/// The message of an event.
#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
