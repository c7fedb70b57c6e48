//! HTTPS: the local CA, the certificates that it signs for any server name, one's own certificate,
//! and how to trust the CA.

mod authority;
mod authority_folder;
mod client;
mod config;
mod error;
mod leaf;
mod own;
mod resolver;
mod trust;

pub use authority::Authority;
pub use authority_folder::{AuthorityFolder, default_folder};
pub use client::client_config;
pub use config::server_config;
pub use error::TlsError;
pub use leaf::Leaves;
pub use own::own_certificate;
pub use resolver::Certificates;
pub use trust::{Recipe, how_to_trust, recipe_for_this_system, recipes};
