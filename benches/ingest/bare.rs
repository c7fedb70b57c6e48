use std::io::Write;

use actix_web::{App, HttpResponse, HttpServer, web};

/// The handler that eventpit is compared with: it reads the body, answers, and records nothing.
async fn answer(body: web::Bytes) -> HttpResponse {
    std::hint::black_box(&body);
    HttpResponse::Ok()
        .content_type("application/json")
        .body(r#"{"ok":true}"#)
}

/// Serves the bare handler on a free port, whose number it prints, until it is killed.
pub fn serve() {
    let served = actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(|| {
            App::new()
                .app_data(web::PayloadConfig::new(1 << 20))
                .default_service(web::to(answer))
        })
        .bind(("127.0.0.1", 0))?;
        println!(
            "{}",
            server.addrs().first().map_or(0, |address| address.port())
        );
        std::io::stdout().flush()?;
        server.run().await
    });
    if let Err(error) = served {
        eprintln!("the bare handler failed: {error}");
    }
}
