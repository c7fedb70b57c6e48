use crate::capture::{Answer, TEXT};
use crate::event::Finding;

/// The header of a failed loss: the code of the finding that says why the event is lost.
pub const FAILED_LOSS_HEADER: &str = "eventpit-failed-loss";

/// The status of a failed loss. No emulated platform answers with it, and SDKs do not send again
/// what it refuses (<https://www.rfc-editor.org/rfc/rfc9110#section-15.5.21>).
pub const STATUS: u16 = 422;

const EXPOSED: &str = "access-control-expose-headers";

/// The error in place of a success that hides the loss told by `reason`. All that lets a page read
/// the answer stays.
pub fn failed(answer: &Answer, reason: &Finding) -> Answer {
    let code = reason.kind.code;
    let text = format!(
        "eventpit: an event is lost here, and the platform would have answered {}.\n{code}: {}\n{}\n",
        answer.status, reason.message, reason.kind.about
    );
    let of_body = ["content-type", "cache-control"];
    let kept = answer.headers.iter();
    let kept = kept.filter(|(name, _)| !of_body.contains(&name.as_str()));
    let mut failed = Answer {
        status: STATUS,
        headers: kept.cloned().collect(),
        body: text.into(),
    }
    .header("content-type", TEXT)
    .header(FAILED_LOSS_HEADER, code);
    let is_cross_origin = failed.value("access-control-allow-origin").is_some();
    match failed.headers.iter_mut().find(|(name, _)| name == EXPOSED) {
        Some((_, names)) => names.push_str(&format!(", {FAILED_LOSS_HEADER}")),
        None if is_cross_origin => failed = failed.header(EXPOSED, FAILED_LOSS_HEADER),
        None => {}
    }
    failed
}
