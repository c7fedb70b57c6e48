use clap::ValueEnum;

/// How an export is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object a line, with everything that is recorded: `eventpit import` takes it in.
    #[default]
    Ndjson,
    /// HTTP Archive 1.2, for the network panel of a browser.
    Har,
    /// A table for a spreadsheet, in which no value is a formula.
    Csv,
    /// A line for a POSIX shell for each request.
    Curl,
}

impl Format {
    /// The format of that word; NDJSON if there is none.
    pub fn parse(word: Option<&str>) -> Option<Format> {
        let Some(word) = word else {
            return Some(Format::default());
        };
        let known = Format::value_variants().iter();
        known.copied().find(|format| format.as_str() == word)
    }

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Ndjson => "ndjson",
            Format::Har => "har",
            Format::Csv => "csv",
            Format::Curl => "curl",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Ndjson => "application/x-ndjson",
            Format::Har => "application/json",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Curl => "text/x-shellscript; charset=utf-8",
        }
    }

    /// How the name of its file ends.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Ndjson => "ndjson",
            Format::Har => "har",
            Format::Csv => "csv",
            Format::Curl => "sh",
        }
    }
}
