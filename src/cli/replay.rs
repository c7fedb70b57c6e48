use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};

use clap::{Args, ValueEnum};

use super::exported::{AskedExport, Exported};
use super::output::{complain, print};
use super::progress::Progress;
use super::query_args::{ListArgs, QueryArgs, ScopeArgs};
use super::replayed::told;
use super::signals::{Signal, Signals, at_the_second};
use super::source::SourceArgs;
use super::terminal::{Terminal, harmless, harmless_json};
use crate::capture::{BodyState, Request};
use crate::export::Format;
use crate::import::{ExportReader, ImportError};
use crate::replay::{
    Difference, PATIENCE, Pace, SendError, Sender, Speed, Summary, Target, compare_answers,
    headers_to_send, shifted,
};
use crate::store::Exchange;

/// What to send again, and where to.
#[derive(Debug, Clone, Args)]
pub struct Replay {
    #[command(flatten)]
    query: QueryArgs,
    /// Where to: an address (https://collect.example), or a path of the eventpit at --url (/jitsu,
    /// /~again/jitsu). The path of each request on its platform is put behind it.
    #[arg(long, value_name = "TARGET")]
    to: String,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    source: SourceArgs,
    /// How fast: max sends each as soon as the one before it is answered, 1 as they came, 10 ten
    /// times as fast.
    #[arg(long, value_name = "SPEED", default_value = "max")]
    speed: Speed,
    /// Which times the payloads have: those of then, or as long before now as they were before they
    /// came.
    #[arg(long, value_enum, default_value_t = Times::Original)]
    times: Times,
    /// How the summary is written.
    #[arg(long, value_enum, default_value_t = SummaryOutput::Human)]
    output: SummaryOutput,
}

/// Which times the payloads have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Times {
    /// Those that they had.
    Original,
    /// Moved to now, where the platform reads them.
    Shifted,
}

/// How a summary is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SummaryOutput {
    /// Lines for a person.
    Human,
    /// JSON, laid out.
    Json,
}

/// Why a replay ended before its end.
enum Ended {
    /// Nobody answers at all.
    Nobody(SendError),
    /// The first request was still not answered when it was asked to end.
    Unanswered(SendError, Signal),
    /// What is recorded cannot be read.
    Unreadable(ImportError),
    /// It was asked twice to end.
    GivenUp(Option<Signal>),
    /// The system does not let it hear whether it is asked to.
    Deaf(std::io::Error),
}

/// Sends recorded requests again and compares the answers; exit code 1 if one differs. Asked to end,
/// it waits for the answer that is due, and tells what was sent until then.
pub fn run(args: &Replay) -> ExitCode {
    let query = match args.query.text() {
        Ok(query) => query,
        Err(code) => return code,
    };
    let target = match Target::parse(&args.to, args.source.client().url()) {
        Ok(target) => target,
        Err(expected) => {
            complain(&format!("--to is {:?}: {expected}", harmless(&args.to)));
            return ExitCode::from(2);
        }
    };
    let asked = AskedExport {
        query,
        listing: args.list.listing(),
        session: args.scope.session.clone(),
        since: args.scope.since.clone(),
        format: Format::Ndjson,
        mask: false,
    };
    let source = match args.source.open() {
        Ok(source) => source,
        Err(error) => return error.told(),
    };
    let replayed = match asked.open(&source, target.as_str()) {
        Ok(exported) => args.replay(&target, exported),
        Err(error) => {
            source.close();
            return error.told();
        }
    };
    source.close();
    match replayed {
        Ok((summary, signal)) => {
            let code = match (summary.stopped, signal) {
                (true, Some(signal)) => signal.code(),
                _ => u8::from(!summary.is_same()),
            };
            let code = ExitCode::from(code);
            let text = match args.output {
                SummaryOutput::Human => told(&summary, Terminal::of_stdout()),
                SummaryOutput::Json => {
                    let json = serde_json::to_value(&summary).unwrap_or_default();
                    format!("{}\n", harmless_json(&format!("{json:#}")))
                }
            };
            print(&text, code)
        }
        Err(Ended::Nobody(error)) => {
            let (reason, to) = (harmless(&error.to_string()), target.as_str());
            let what = match error.is_distrust() {
                true => format!("{to} is not trusted"),
                false => format!("nobody answers at {to}"),
            };
            complain(&format!("{what}: {reason}\n  hint: {}", error.hint()));
            ExitCode::from(3)
        }
        Err(Ended::Unanswered(error, signal)) => {
            let reason = harmless(&error.to_string());
            complain(&format!(
                "stopped: the first request was not answered: {reason}"
            ));
            signal.exit_code()
        }
        Err(Ended::Unreadable(error)) => {
            let what = harmless(&error.to_string());
            complain(&format!("what is recorded cannot be read: {what}"));
            ExitCode::FAILURE
        }
        Err(Ended::GivenUp(signal)) => signal.map_or(ExitCode::FAILURE, Signal::exit_code),
        Err(Ended::Deaf(error)) => {
            complain(&format!("signals cannot be heard: {error}"));
            ExitCode::FAILURE
        }
    }
}

impl Replay {
    /// Sends all that was exported; what became of it, and the signal that was heard meanwhile.
    fn replay(
        &self,
        target: &Target,
        exported: Exported,
    ) -> Result<(Summary, Option<Signal>), Ended> {
        let mut signals = Signals::new().map_err(Ended::Deaf)?;
        let (stop, stopped) = channel();
        let (args, target) = (self.clone(), target.clone());
        let is_due = Arc::new(AtomicBool::new(false));
        let waits = Arc::clone(&is_due);
        let first = || {
            // If nobody hears it, all is sent.
            let _ = stop.send(());
            if waits.load(Ordering::Relaxed) {
                complain(&format!(
                    "waiting for the answer that is due, {} seconds at most; a second Ctrl-C ends it \
                     at once",
                    PATIENCE.as_secs()
                ));
            }
        };
        let send = move || args.send(&target, exported, (&stopped, &is_due));
        let sent = signals.during(send, at_the_second(first));
        match (sent, signals.heard()) {
            (Some(Err(Ended::Nobody(error))), Some(signal)) => {
                Err(Ended::Unanswered(error, signal))
            }
            (Some(sent), heard) => sent.map(|summary| (summary, heard)),
            (None, heard) => Err(Ended::GivenUp(heard)),
        }
    }

    fn send(
        &self,
        target: &Target,
        exported: Exported,
        (stopped, is_due): (&Receiver<()>, &AtomicBool),
    ) -> Result<Summary, Ended> {
        let sender = Sender::new();
        let mut pace = Pace::new(self.speed);
        let mut progress = Progress::new("sent", exported.requests);
        let mut summary = Summary::new(target.as_str());
        let mut rows = ExportReader::new(exported.bytes);
        while let Some(row) = rows.next_row().map_err(Ended::Unreadable)? {
            let cursor = row.cursor;
            let Some(exchange) = row.exchange() else {
                continue;
            };
            if exchange.request.body.state != BodyState::Complete {
                summary.left_out += 1;
                continue;
            }
            let pause = pace.pause(exchange.request.received_at);
            if stopped.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                summary.stopped = true;
                break;
            }
            let body = self.body(&exchange.request, &mut summary);
            is_due.store(true, Ordering::Relaxed);
            self.one(&sender, target, (cursor, &exchange), body, &mut summary)?;
            is_due.store(false, Ordering::Relaxed);
            progress.reached(i64::try_from(summary.sent).unwrap_or(i64::MAX));
        }
        Ok(summary)
    }

    fn one(
        &self,
        sender: &Sender,
        target: &Target,
        (cursor, exchange): (i64, &Exchange),
        body: Vec<u8>,
        summary: &mut Summary,
    ) -> Result<(), Ended> {
        let (request, answer) = (&exchange.request, &exchange.answer);
        let headers = headers_to_send(&request.headers);
        let answered = sender.send(&request.method, &target.url(request), &headers, body);
        let difference = Difference {
            cursor,
            method: request.method.clone(),
            path: request.path.clone(),
            was: answer.status,
            is: answered.as_ref().ok().map(|(status, _)| *status),
            reason: answered.as_ref().err().map(ToString::to_string),
        };
        match answered {
            Ok((status, body)) => {
                let compared = compare_answers(
                    &request.method,
                    (answer.status, &answer.body),
                    (status, &body),
                );
                summary.answered(compared, difference);
            }
            Err(error @ SendError::Nobody(_)) if summary.sent == 0 => {
                return Err(Ended::Nobody(error));
            }
            Err(_) => summary.failed(difference),
        }
        Ok(())
    }

    /// What is sent as the body.
    fn body(&self, request: &Request, summary: &mut Summary) -> Vec<u8> {
        let as_it_was = || request.body.bytes.to_vec();
        if self.times == Times::Original {
            return as_it_was();
        }
        let now = jiff::Timestamp::now().as_microsecond();
        let by = now.saturating_sub(request.received_at) / 1000;
        shifted(request, by).unwrap_or_else(|| {
            summary.not_shifted += 1;
            as_it_was()
        })
    }
}
