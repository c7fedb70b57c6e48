use std::net::SocketAddr;
use std::process::Command;

use actix_web::{App, HttpResponse, HttpServer, web};

use crate::support::Server;
use crate::support::server::free;

/// The argument by which this program is the bare handler.
pub const ARGUMENT: &str = "bare-handler";

/// The handler that eventpit is compared with: it reads the body, answers, and records nothing.
async fn answer(body: web::Bytes) -> HttpResponse {
    std::hint::black_box(&body);
    HttpResponse::Ok()
        .content_type("application/json")
        .body(r#"{"ok":true}"#)
}

/// Starts the bare handler in a process of its own.
pub fn start() -> Server {
    let address = free();
    let program = std::env::current_exe().expect("this program has a path");
    let mut command = Command::new(program);
    command.args([ARGUMENT, &address.to_string()]);
    Server::start(command, address, None)
}

/// Serves the bare handler until it is killed.
pub fn serve(address: SocketAddr) -> std::io::Result<()> {
    actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(|| {
            App::new()
                .app_data(web::PayloadConfig::new(1 << 20))
                .default_service(web::to(answer))
        });
        server.bind(address)?.run().await
    })
}
