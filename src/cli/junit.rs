use super::terminal::harmless;

/// What was checked, as a test.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What it is called.
    pub name: String,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// If it failed: in a sentence, and in full.
    pub failure: Option<(String, String)>,
}

/// A report as CI systems read it: the format of JUnit, as
/// <https://github.com/testmoapp/junitxml> describes it.
pub fn junit(suite: &str, cases: &[Case]) -> String {
    let failures = cases.iter().filter(|case| case.failure.is_some()).count();
    let seconds: f64 = cases.iter().map(|case| case.seconds).sum();
    let counted = format!(
        "tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"{seconds:.3}\"",
        cases.len()
    );
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {counted}>\n  \
         <testsuite name=\"{}\" {counted}>\n",
        escape(suite)
    );
    for case in cases {
        let head = format!(
            "    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3}\"",
            escape(suite),
            escape(&case.name),
            case.seconds
        );
        xml.push_str(&head);
        match &case.failure {
            None => xml.push_str("/>\n"),
            Some((message, text)) => {
                let lines: Vec<String> = text.lines().map(escape).collect();
                xml.push_str(&format!(
                    ">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                    escape(message),
                    lines.join("\n")
                ));
            }
        }
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

/// Text as XML: without the characters that XML cannot have, which are those that would steer a
/// terminal too.
fn escape(text: &str) -> String {
    harmless(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_and_hostile_text_stays_text() {
        let cases = [
            Case {
                name: "name:purchase".into(),
                seconds: 0.25,
                failure: None,
            },
            Case {
                name: "\"]]>&".into(),
                seconds: 1.0,
                failure: Some(("\x1b[2J".into(), "one\n<two>".into())),
            },
        ];
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1" errors="0" skipped="0" time="1.250">
  <testsuite name="eventpit" tests="2" failures="1" errors="0" skipped="0" time="1.250">
    <testcase classname="eventpit" name="name:purchase" time="0.250"/>
    <testcase classname="eventpit" name="&quot;]]&gt;&amp;" time="1.000">
      <failure message="␛[2J">one
&lt;two&gt;</failure>
    </testcase>
  </testsuite>
</testsuites>
"#;
        assert_eq!(junit("eventpit", &cases), expected);
    }
}
