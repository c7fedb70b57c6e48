use std::io::{self, BufReader, Read};

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Payload};
use bytes::{Buf, Bytes};
use futures_util::StreamExt;
use tokio::sync::mpsc;

use super::Problem;
use crate::import::{ImportError, ImportReport, import as import_lines};
use crate::server::App;

/// How many pieces of a body wait for being taken in, at most.
const WAITING: usize = 16;

/// Take in what was exported as NDJSON, whole, however long it is.
///
/// The requests are appended, each with the next cursor; into an empty recording they go with the
/// cursors that they had. What was done to the other recording is left out. A line that cannot be read ends it:
/// the answer says which, and what was taken in before.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/import",
    operation_id = "import",
    request_body(content = String, content_type = "application/x-ndjson", description = "what /export answers"),
    responses(
        (status = 200, description = "what was taken in", body = ImportReport),
        (status = 400, description = "it is no export, or one that breaks off", body = Problem),
        (status = 503, description = "the recording cannot be written", body = Problem)
    )
)]
pub async fn import(app: Data<App>, mut body: Payload) -> Result<HttpResponse, Problem> {
    let (pieces, waiting) = mpsc::channel::<Result<Bytes, io::Error>>(WAITING);
    let journal = app.journal.clone();
    let importing = web::block(move || {
        let mut report = ImportReport::default();
        let from = BufReader::with_capacity(256 * 1024, Pieces::new(waiting));
        let imported = import_lines(from, &journal, false, &mut report);
        (imported, report)
    });
    let reading = async move {
        let mut stopping = app.stopping.clone();
        loop {
            let next = tokio::select! {
                next = tokio::time::timeout(app.body_timeouts.idle, body.next()) => next,
                _ = stopping.wait_for(|stopping| *stopping) => return,
            };
            let piece = match next {
                Ok(Some(piece)) => piece.map_err(io::Error::other),
                Ok(None) => return,
                Err(_) => Err(io::ErrorKind::TimedOut.into()),
            };
            let is_over = piece.is_err();
            // Read to its end also if it is no longer wanted: so the client gets the answer.
            drop(pieces.send(piece).await);
            if is_over {
                return;
            }
        }
    };
    let (imported, ()) = tokio::join!(importing, reading);
    let (imported, report) = imported?;
    match imported {
        Ok(()) => Ok(HttpResponse::Ok().json(report)),
        Err(error) => Err(problem(error, &report)),
    }
}

/// What went wrong, and what was taken in before.
fn problem(error: ImportError, report: &ImportReport) -> Problem {
    let before = match report.requests {
        0 => "nothing was imported".into(),
        _ => format!("before that, {}", report.told()),
    };
    let detail = format!("{error}; {before}");
    match error {
        ImportError::Store(error) => Problem {
            detail,
            ..Problem::from(error)
        },
        error => Problem {
            status: 400,
            code: error.code(),
            title: "The export cannot be taken in",
            hint: error.hint().into(),
            detail,
            ..Problem::default()
        },
    }
}

/// A body that comes in pieces, to be read by a thread that may block.
struct Pieces {
    waiting: mpsc::Receiver<Result<Bytes, io::Error>>,
    piece: Bytes,
}

impl Pieces {
    fn new(waiting: mpsc::Receiver<Result<Bytes, io::Error>>) -> Pieces {
        Pieces {
            waiting,
            piece: Bytes::new(),
        }
    }
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.waiting.blocking_recv() {
                Some(piece) => self.piece = piece?,
                None => return Ok(0),
            }
        }
        let length = into.len().min(self.piece.len());
        if let Some(into) = into.get_mut(..length) {
            self.piece.copy_to_slice(into);
        }
        Ok(length)
    }
}
