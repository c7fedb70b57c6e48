use actix_web::web;

use super::PageError;
use crate::store::{Budget, StoreError};

/// Asks the recording on a thread for what blocks, within a budget. A browser that goes away drops
/// this, and with it the question.
///
/// # Errors
/// The recording cannot be read, or not in time.
pub async fn asked<T: Send + 'static>(
    ask: impl FnOnce(&Budget) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, PageError> {
    let budget = Budget::start();
    let _asker = budget.asker();
    Ok(web::block(move || ask(&budget)).await??)
}
