//! eventpit stands in for four event-ingestion APIs on localhost, records every request and shows
//! what really happened. The modules, in the order in which a request meets them:

pub mod cli;
pub mod client;
pub mod server;
pub mod tls;

pub mod capture;
pub mod route;

pub mod baseline;
pub mod compare;
pub mod connector;
pub mod debug_session;
pub mod event;
pub mod fault;
pub mod limit;
pub mod loss;
pub mod plan;
pub mod platform;
pub mod query;
pub mod redaction;
pub mod workspace;

pub mod expect;
pub mod export;
pub mod import;
pub mod live;
pub mod monitor;
pub mod overview;
pub mod replay;
pub mod store;
pub mod told;
pub mod whole_file;

pub mod documentation;

pub mod api;
pub mod inspector;
