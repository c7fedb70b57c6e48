use std::time::Instant;

use serde_json::Value;

use crate::questions::{KINDS, Kind};
use crate::support::{Latencies, Random, Server};

/// What was measured of one kind of question.
pub struct Asked {
    /// The kind.
    pub kind: &'static Kind,
    /// How long the answers took, in order.
    pub latencies: Latencies,
    /// In milliseconds, and what was asked then.
    pub slowest: (f64, String),
    /// How many answers said that they are a part or an estimate.
    pub partial: usize,
}

/// Asks so many questions of each kind, in turns, over one connection.
pub fn ask(server: &Server, times: usize) -> Vec<Asked> {
    let agent = ureq::Agent::new_with_defaults();
    let mut random = Random(0x2545_f491);
    let mut all: Vec<Asked> = KINDS
        .iter()
        .map(|kind| Asked {
            kind,
            latencies: Latencies::default(),
            slowest: (0.0, String::new()),
            partial: 0,
        })
        .collect();
    for number in 0..times {
        for asked in &mut all {
            let question = (asked.kind.question)(number, &mut random);
            let url = format!(
                "http://{}/inspector/api/v1{}",
                server.address, question.path
            );
            let request = agent.get(&url).query("q", &question.query);
            let sent = Instant::now();
            let mut answer = request.call().expect("an answer");
            let body = answer.body_mut().read_to_vec().expect("a body");
            let took = sent.elapsed();
            asked.latencies.add(took);
            asked.partial += usize::from(is_partial(&body));
            let millis = took.as_secs_f64() * 1000.0;
            if millis > asked.slowest.0 {
                asked.slowest = (millis, format!("{} {}", question.path, question.query));
            }
        }
    }
    all.iter_mut().for_each(|asked| asked.latencies.sort());
    all
}

/// Whether an answer says that it is not all: a list that time ended, a count that is estimated.
fn is_partial(body: &[u8]) -> bool {
    let answer: Value = serde_json::from_slice(body).expect("JSON");
    let estimated = |it: &Value| it["exact"] == Value::Bool(false);
    answer["incomplete"] == Value::Bool(true) || estimated(&answer) || estimated(&answer["total"])
}
