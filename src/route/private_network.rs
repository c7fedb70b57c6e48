use crate::capture::{Answer, Request};

/// Lets a page of a public site send to this machine: where the browser asks for that in a
/// preflight (<https://wicg.github.io/private-network-access/#cors-preflight>), it is allowed,
/// whatever the platform. No vendor's server is on a private network, so none has an answer to it.
pub fn allow_private_network(answer: Answer, request: &Request) -> Answer {
    let asked = request.header("access-control-request-private-network");
    if request.method != "OPTIONS" || asked != Some("true") || !answer.is_success() {
        return answer;
    }
    answer.header("access-control-allow-private-network", "true")
}
