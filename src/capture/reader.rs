use std::time::Duration;

use actix_web::web::Payload;
use bytes::BytesMut;
use futures_util::StreamExt;
use tokio::sync::watch;
use tokio::time::Instant;

use super::{Body, BodyState, BrokenOff, KEPT_OF_LARGE, KEPT_WHOLE};

/// How long a body may take. One that takes longer is recorded as incomplete.
#[derive(Debug, Clone, Copy)]
pub struct BodyTimeouts {
    /// How long nothing of it may come.
    pub idle: Duration,
    /// How long all of it may take.
    pub total: Duration,
}

/// How long the rest of a body may take once the server was asked to stop: the server ends 10
/// seconds after that, and a request that is not read by then would not be recorded.
const REST: Duration = Duration::from_secs(5);

/// Reads a body to its end. Nothing is refused here: a body that is too large or cut off is
/// said to be so, and what came of it is kept. `announced` is the `Content-Length`, if there was
/// one: the HTTP library ends a body without an error when its client goes away. `stopping` turns
/// true when the server stops.
pub async fn read_body(
    payload: &mut Payload,
    announced: Option<u64>,
    timeouts: BodyTimeouts,
    mut stopping: watch::Receiver<bool>,
) -> Body {
    let too_late = async move {
        // A sender that is gone has stopped too.
        drop(stopping.wait_for(|stopping| *stopping).await);
        tokio::time::sleep(REST).await;
    };
    tokio::pin!(too_late);
    let end = Instant::now() + timeouts.total;
    let mut kept = BytesMut::new();
    let mut length = 0u64;
    let state = loop {
        let silent = Instant::now() + timeouts.idle;
        let next = tokio::select! {
            next = tokio::time::timeout_at(silent.min(end), payload.next()) => next,
            () = &mut too_late => break BodyState::Incomplete(BrokenOff::Stopped),
        };
        match next {
            Ok(Some(Ok(chunk))) => {
                length += chunk.len() as u64;
                if length <= KEPT_WHOLE as u64 {
                    kept.extend_from_slice(&chunk);
                } else if kept.len() > KEPT_OF_LARGE {
                    kept = BytesMut::from(kept.get(..KEPT_OF_LARGE).unwrap_or_default());
                }
            }
            Ok(None) if announced.is_some_and(|announced| length < announced) => {
                break BodyState::Incomplete(BrokenOff::Cut);
            }
            Ok(None) if length > KEPT_WHOLE as u64 => break BodyState::Truncated,
            Ok(None) => break BodyState::Complete,
            Ok(Some(Err(_))) => break BodyState::Incomplete(BrokenOff::Cut),
            Err(_) if end <= silent => break BodyState::Incomplete(BrokenOff::TooSlow),
            Err(_) => break BodyState::Incomplete(BrokenOff::Stalled),
        }
    };
    Body {
        bytes: kept.freeze(),
        length,
        state,
    }
}
