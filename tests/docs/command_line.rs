use std::fmt::Write;

use clap::{Arg, Command, CommandFactory};
use eventpit::cli::{Cli, EXIT_CODES, VARIABLES};

use crate::cell;

/// The flags of every subcommand, and the exit codes.
pub fn section() -> String {
    let command = Cli::command();
    let mut text = String::from("## Command line\n\n`eventpit` alone is `eventpit serve`.\n");
    for subcommand in command.get_subcommands() {
        let name = subcommand.get_name().to_string();
        // Of `assert` the command itself does something as well.
        let is_one = subcommand.get_arguments().any(|it| it.get_id() != "help");
        if is_one || !subcommand.has_subcommands() {
            text.push_str(&one(&name, subcommand));
        }
        for inner in subcommand.get_subcommands() {
            text.push_str(&one(&format!("{name} {}", inner.get_name()), inner));
        }
    }
    text.push_str(
        "\n### What the command of `eventpit run` finds in its environment\n\n\
         | variable | behind the server's address | what it is |\n|---|---|---|\n",
    );
    for (name, path, about) in VARIABLES {
        let _ = writeln!(text, "| `{name}` | {} | {about} |", code(path));
    }
    text.push_str("\n### Exit codes\n\n| code | meaning |\n|---|---|\n");
    for (code, meaning) in EXIT_CODES {
        let _ = writeln!(text, "| {code} | {meaning} |");
    }
    text
}

fn code(text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!("`{text}`"),
    }
}

fn one(name: &str, command: &Command) -> String {
    let about = command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    let mut text = format!(
        "\n### eventpit {name}\n\n{}.\n\n| argument | environment | default | meaning |\n|---|---|---|---|\n",
        cell(about.trim_end_matches('.'))
    );
    for argument in command
        .get_arguments()
        .filter(|argument| argument.get_id() != "help")
    {
        text.push_str(&row(argument));
    }
    text
}

fn row(argument: &Arg) -> String {
    let value = argument.get_value_names().and_then(|names| names.first());
    let choices: Vec<_> = argument
        .get_possible_values()
        .iter()
        .map(|choice| choice.get_name().to_string())
        .collect();
    let takes = argument.get_action().takes_values();
    let value = match (takes, choices.is_empty(), value) {
        (false, ..) => String::new(),
        (true, false, _) => format!(" {}", choices.join("\\|")),
        (true, true, value) => format!(" {}", value.map_or("VALUE", |value| value.as_str())),
    };
    let name = match argument.get_long() {
        Some(long) => format!("`--{long}{value}`"),
        None => format!("`{}`", value.trim()),
    };
    let environment = argument
        .get_env()
        .map(|name| format!("`{}`", name.to_string_lossy()));
    let defaults = argument.get_default_values().first().filter(|_| takes);
    let default = defaults.map(|value| format!("`{}`", value.to_string_lossy()));
    let help = argument
        .get_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    format!(
        "| {name} | {} | {} | {} |\n",
        environment.unwrap_or_default(),
        default.unwrap_or_default(),
        cell(&help)
    )
}
