use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand};
use serde_json::json;

use super::ask::{Asked, Question, millis};
use super::duration::patience;
use super::query_args::{ListArgs, QueryArgs, ScopeArgs, readable};
use super::wait::named;
use crate::event::Severity;
use crate::expect::Count;

/// What must hold now. A query that begins with the word of a subcommand is put behind --.
#[derive(Debug, Clone, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Assert {
    #[command(subcommand)]
    command: Option<AssertCommand>,
    #[command(flatten)]
    there: There,
}

#[derive(Debug, Clone, Subcommand)]
enum AssertCommand {
    /// Ask that no matching event is there, and that none comes for a while.
    None(Nothing),
    /// Ask that matching events came one after another; others may have come in between.
    Sequence(Sequence),
    /// Ask that what came is as the tracking plans have it.
    Plan(Plan),
}

#[derive(Debug, Clone, Args)]
struct There {
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    /// How many events: a number or a range (2, 1.., ..3, 1..3).
    #[arg(long, value_name = "COUNT", default_value = "1..")]
    count: Count,
    #[command(flatten)]
    asked: Asked,
}

#[derive(Debug, Clone, Args)]
struct Nothing {
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    /// For how long from now on none may come, ten minutes at most. Without it what is recorded now
    /// counts.
    #[arg(long, value_name = "TIME", value_parser = patience)]
    quiet: Option<Duration>,
    #[command(flatten)]
    asked: Asked,
}

#[derive(Debug, Clone, Args)]
struct Sequence {
    /// A query for each step (docs/QUERY.md), each in quotes.
    #[arg(value_name = "QUERY", required = true)]
    steps: Vec<String>,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    asked: Asked,
}

/// What is expected of tracking plans.
#[derive(Debug, Clone, Args)]
pub struct Plan {
    /// Only this plan, by the name of its file; all if there is none.
    #[arg(value_name = "PLAN")]
    plan: Option<String>,
    #[command(flatten)]
    scope: ScopeArgs,
    /// From which severity on a broken rule, or a name that is not planned, counts: info, warning
    /// or error.
    #[arg(long, value_name = "SEVERITY", default_value = "warning", value_parser = severity)]
    severity: Severity,
    /// Each planned event has to have come at least once.
    #[arg(long)]
    complete: bool,
    #[command(flatten)]
    asked: Asked,
}

fn severity(word: &str) -> Result<Severity, String> {
    let all = [Severity::Info, Severity::Warning, Severity::Error];
    let found = all.into_iter().find(|it| it.as_str() == word);
    found.ok_or_else(|| "there are info, warning and error".into())
}

/// Asks whether something holds; exit code 1 if it does not.
pub fn run(args: &Assert) -> ExitCode {
    let (question, asked) = match &args.command {
        None => (args.there.question(), &args.there.asked),
        Some(AssertCommand::None(nothing)) => (nothing.question(), &nothing.asked),
        Some(AssertCommand::Sequence(sequence)) => (sequence.question(), &sequence.asked),
        Some(AssertCommand::Plan(plan)) => (Ok(plan.question("assert plan")), &plan.asked),
    };
    match question {
        Ok(question) => asked.ask(question),
        Err(code) => code,
    }
}

/// Asks whether what came is as planned, for a command of that name.
pub fn run_plan(plan: &Plan, what: &str) -> ExitCode {
    plan.asked.ask(plan.question(what))
}

/// What a question about a plan, or about all, is called.
pub fn named_plan(what: &str, plan: Option<&str>) -> String {
    match plan {
        Some(plan) => format!("{what} {plan}"),
        None => what.to_string(),
    }
}

impl There {
    fn question(&self) -> Result<Question, ExitCode> {
        let query = self.query.text()?;
        let mut body = json!({"q": query, "list": self.list.list(), "count": self.count});
        self.scope.narrow(&mut body);
        Ok(Question {
            path: "/assert",
            name: named("assert", &query),
            body,
            patience: Duration::ZERO,
        })
    }
}

impl Nothing {
    fn question(&self) -> Result<Question, ExitCode> {
        let query = self.query.text()?;
        let quiet = self.quiet.unwrap_or_default();
        let mut body = json!({"q": query, "list": self.list.list(), "quiet_ms": millis(quiet)});
        self.scope.narrow(&mut body);
        Ok(Question {
            path: "/assert/none",
            name: named("assert none", &query),
            body,
            patience: quiet,
        })
    }
}

impl Sequence {
    fn question(&self) -> Result<Question, ExitCode> {
        for step in &self.steps {
            readable(step)?;
        }
        let mut body = json!({"steps": self.steps, "list": self.list.list()});
        self.scope.narrow(&mut body);
        Ok(Question {
            path: "/assert/sequence",
            name: named("assert sequence", &self.steps.join(", ")),
            body,
            patience: Duration::ZERO,
        })
    }
}

impl Plan {
    /// The question, which is called `what`.
    fn question(&self, what: &str) -> Question {
        let mut body = json!({
            "plan": self.plan,
            "severity": self.severity,
            "complete": self.complete,
        });
        self.scope.narrow(&mut body);
        Question {
            path: "/assert/plan",
            name: named_plan(what, self.plan.as_deref()),
            body,
            patience: Duration::ZERO,
        }
    }
}
