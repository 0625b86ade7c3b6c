//! How a list is told that never came: nobody answered, or what came is not the site's page.

use url::Url;

use super::web::NoAnswer;

/// The site has no such page: behind the last one of a column that does not count its pages, its end.
#[derive(Debug, thiserror::Error)]
#[error("ask {0}: 404")]
pub(super) struct NoPage(pub Url);

/// The site answered, and not with the page.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NotServed(pub String);

/// Whether an error says that nothing of a list came: nobody answered, or the address is none of the site's.
pub(super) fn is_unreached(error: &anyhow::Error) -> bool {
    error.is::<NoAnswer>() || error.is::<NoPage>() || error.is::<NotServed>()
}
