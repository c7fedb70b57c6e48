use actix_web::web::Data;

use crate::api::asked;
use crate::server::App;
use crate::store::SessionRow;

/// How many names a box offers at most.
const OFFERED: usize = 200;

/// The test sessions that a box for a name offers, that with the newest request first. A page does
/// without them where they cannot be told.
pub async fn known_sessions(app: &Data<App>) -> Vec<SessionRow> {
    let app = app.clone();
    let found = asked(move |budget| app.reader.sessions(budget)).await;
    let mut sessions = found.unwrap_or_default();
    sessions.truncate(OFFERED);
    sessions
}
