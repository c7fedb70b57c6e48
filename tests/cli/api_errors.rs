//! Questions to the API that cannot be read.

use crate::support::Server;

#[test]
fn a_parameter_that_is_there_twice_is_a_problem_like_any_other() {
    let server = Server::start();
    let answer = server.get("/inspector/api/v1/events?limit=1&limit=2");
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json")
    );
    assert_eq!(answer.json()["code"], "bad-parameter", "{}", answer.text());
}
