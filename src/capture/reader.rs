use std::time::Duration;

use actix_web::web::Payload;
use bytes::BytesMut;
use futures_util::StreamExt;
use tokio::sync::watch;

use super::{Body, BodyState, KEPT_OF_LARGE, KEPT_WHOLE};

/// A body of which nothing more came for this long is recorded as incomplete.
const SILENCE: Duration = Duration::from_secs(30);

/// How long the rest of a body may take once the server was asked to stop: the server ends 10
/// seconds after that, and a request that is not read by then would not be recorded.
const REST: Duration = Duration::from_secs(5);

/// Reads a body to its end. Nothing is refused here: a body that is too large or cut off is
/// said to be so, and what came of it is kept. `announced` is the `Content-Length`, if there was
/// one: the HTTP library ends a body without an error when its client goes away. `stopping` turns
/// true when the server stops.
pub async fn read_body(
    mut payload: Payload,
    announced: Option<u64>,
    mut stopping: watch::Receiver<bool>,
) -> Body {
    let too_late = async move {
        // A sender that is gone has stopped too.
        drop(stopping.wait_for(|stopping| *stopping).await);
        tokio::time::sleep(REST).await;
    };
    tokio::pin!(too_late);
    let mut kept = BytesMut::new();
    let mut length = 0u64;
    let state = loop {
        let next = tokio::select! {
            next = tokio::time::timeout(SILENCE, payload.next()) => next,
            () = &mut too_late => break BodyState::Incomplete,
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
                break BodyState::Incomplete;
            }
            Ok(None) if length > KEPT_WHOLE as u64 => break BodyState::Truncated,
            Ok(None) => break BodyState::Complete,
            Ok(Some(Err(_))) | Err(_) => break BodyState::Incomplete,
        }
    };
    Body {
        bytes: kept.freeze(),
        length,
        state,
    }
}
