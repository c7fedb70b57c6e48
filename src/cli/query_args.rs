use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::output::complain;
use super::terminal::harmless;
use crate::live::Feed;
use crate::query::{Query, QueryError};
use crate::store::Listing;

/// A query.
#[derive(Debug, Clone, Args)]
pub struct QueryArgs {
    /// Only events that match (docs/QUERY.md): name:purchase 'properties.value>10'. All if there is
    /// none. Several words are one query; put one that begins with - behind --.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
}

/// Which part of the recording is looked at.
#[derive(Debug, Clone, Args)]
pub struct ScopeArgs {
    /// Only this test session.
    #[arg(long, env = "EVENTPIT_SESSION", value_name = "NAME")]
    pub session: Option<String>,
    /// Only what came after this cursor (1204) or event (1204.17), or after now.
    #[arg(long, value_name = "PLACE")]
    pub since: Option<String>,
}

/// Which list is looked at.
#[derive(Debug, Clone, Args)]
pub struct ListArgs {
    /// Looks at the requests, with what was answered, instead of the events: those that carried no
    /// event too.
    #[arg(long)]
    pub requests: bool,
}

impl ListArgs {
    /// As the API has it.
    pub fn list(&self) -> Feed {
        match self.requests {
            true => Feed::Requests,
            false => Feed::Events,
        }
    }

    /// As the recording has it.
    pub fn listing(&self) -> Listing {
        match self.requests {
            true => Listing::Requests,
            false => Listing::Events,
        }
    }
}

impl QueryArgs {
    /// The query as it was typed, if it can be read.
    ///
    /// # Errors
    /// It cannot; that was said. The exit code.
    pub fn text(&self) -> Result<String, ExitCode> {
        let text = self.query.join(" ");
        readable(&text)?;
        Ok(text)
    }
}

/// Says what is wrong with a query that cannot be read.
///
/// # Errors
/// It cannot. The exit code.
pub fn readable(text: &str) -> Result<Query, ExitCode> {
    Query::parse(text, Timestamp::now().as_microsecond()).map_err(|error| {
        complain(&pointed(text, &error));
        ExitCode::from(2)
    })
}

/// The error with the place in the query that it is about.
fn pointed(text: &str, error: &QueryError) -> String {
    let marked = "^".repeat(error.length.max(1));
    let before: String = text.chars().take(error.position).collect();
    let indent = " ".repeat(harmless(&before).chars().count());
    format!(
        "the query cannot be read: {}\n  {}\n  {indent}{marked}\n  expected: {}\n  hint: {} [{}]",
        harmless(&error.message),
        harmless(text),
        harmless(&error.expected),
        harmless(&error.hint),
        error.code.as_str()
    )
}

impl ScopeArgs {
    /// The parameters by which a list of the API is narrowed to it, and to what `query` holds for.
    /// `head` asks for the newest cursor.
    ///
    /// # Errors
    /// `head` fails.
    pub fn parameters<E>(
        &self,
        query: &str,
        head: impl FnOnce() -> Result<i64, E>,
    ) -> Result<Vec<(&'static str, String)>, E> {
        let after = match self.since.as_deref() {
            Some("now") => Some(head()?.to_string()),
            since => since.map(String::from),
        };
        let query = Some(query.to_string()).filter(|query| !query.is_empty());
        let given = [
            ("q", query),
            ("session", self.session.clone()),
            ("after", after),
        ];
        let given = given.into_iter();
        Ok(given
            .filter_map(|(name, value)| Some((name, value?)))
            .collect())
    }

    /// Adds it to a question.
    pub fn narrow(&self, question: &mut Value) {
        if let Some(session) = &self.session {
            question["session"] = json!(session);
        }
        if let Some(since) = &self.since {
            question["since"] = json!(since);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_points_at_its_place() {
        let text = "platform:jitsu nmae:a";
        let error = Query::parse(text, 0).expect_err("nmae is no word");
        let told = pointed(text, &error);
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines[1], "  platform:jitsu nmae:a");
        assert!(lines[2].starts_with("                 ^"), "{told}");
        assert!(told.contains("[query-unknown-word]"), "{told}");
    }
}
