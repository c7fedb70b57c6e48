use super::terminal::{Terminal, Tone, harmless};
use crate::replay::{Difference, Summary};

/// How many differences are told at most.
const MOST: usize = 10;

/// A summary for a person: what was sent, how it was answered, and the first answers that differ.
pub fn told(summary: &Summary, terminal: Terminal) -> String {
    if summary.is_of_nothing() {
        return "nothing matches: no request was sent\n".into();
    }
    let sent = match summary.sent {
        1 => "1 request".into(),
        many => format!("{many} requests"),
    };
    let mut counts = vec![(summary.same, "answered as recorded", Tone::Good)];
    counts.extend([
        (summary.other_status, "with another status", Tone::Bad),
        (summary.other_body, "with another body", Tone::Doubtful),
        (summary.failed, "not answered", Tone::Bad),
    ]);
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(count, what, tone)| terminal.paint(tone, &format!("{count} {what}")))
        .collect();
    let mut text = format!("{sent} sent to {}", harmless(&summary.to));
    if !counts.is_empty() {
        text.push_str(&format!(": {}", counts.join(", ")));
    }
    text.push('\n');
    for difference in summary.differences.iter().take(MOST) {
        text.push_str(&format!("  {}\n", one(difference)));
    }
    let differ = summary.other_status + summary.other_body + summary.failed;
    let more = differ.saturating_sub(MOST as u64);
    if more > 0 {
        text.push_str(&format!("  and {more} more\n"));
    }
    if summary.left_out > 0 {
        let were = if summary.left_out == 1 { "was" } else { "were" };
        text.push_str(&format!(
            "{} {were} not sent: no whole body is recorded\n",
            summary.left_out
        ));
    }
    if summary.not_shifted > 0 {
        text.push_str(&format!("{} had no times to shift\n", summary.not_shifted));
    }
    if summary.stopped {
        text.push_str("stopped: the rest was not sent\n");
    }
    text
}

fn one(difference: &Difference) -> String {
    let (method, path) = (harmless(&difference.method), harmless(&difference.path));
    let was = difference.was;
    let is = match (difference.is, &difference.reason) {
        (Some(is), _) if is == was => format!("{was} with another body"),
        (Some(is), _) => format!("was {was}, is {is}"),
        (None, reason) => {
            let reason = harmless(reason.as_deref().unwrap_or_default());
            format!("was {was}, is not answered: {reason}")
        }
    };
    format!("{}  {method} {path}  {is}", difference.cursor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::Compared;

    #[test]
    fn the_first_differences_are_told() {
        let difference = |cursor, is| Difference {
            cursor,
            method: "POST".into(),
            path: "/a\u{1b}".into(),
            was: 200,
            is,
            reason: is.is_none().then(|| "timeout".into()),
        };
        let mut summary = Summary::new("http://localhost:1");
        summary.answered(Compared::Same, difference(1, Some(200)));
        summary.answered(Compared::OtherStatus, difference(2, Some(401)));
        summary.answered(Compared::OtherBody, difference(3, Some(200)));
        summary.failed(difference(4, None));
        summary.left_out = 1;
        assert_eq!(
            told(&summary, Terminal::PLAIN),
            "4 requests sent to http://localhost:1: 1 answered as recorded, 1 with another status, \
             1 with another body, 1 not answered\n  \
             2  POST /a␛  was 200, is 401\n  \
             3  POST /a␛  200 with another body\n  \
             4  POST /a␛  was 200, is not answered: timeout\n\
             1 was not sent: no whole body is recorded\n"
        );
        for cursor in 5..20 {
            summary.failed(difference(cursor, None));
        }
        let text = told(&summary, Terminal::PLAIN);
        assert!(text.contains("\n  and 8 more\n"), "{text}");
        summary.stopped = true;
        let text = told(&summary, Terminal::PLAIN);
        assert!(
            text.ends_with("\nstopped: the rest was not sent\n"),
            "{text}"
        );
    }
}
