use super::Mark;

/// What the tables of words are asked, in FTS5's language
/// (<https://www.sqlite.org/fts5.html#full_text_query_syntax>); always passed as a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TextExpression {
    /// The expression.
    pub matches: String,
    /// Whether all that it finds is meant. Several words may stand apart in what it finds.
    pub exact: bool,
}

impl TextExpression {
    /// These words one after another, the last one perhaps only the beginning of a word, or all
    /// joined: as [`holds`](crate::query::holds) means it.
    pub fn words(words: &[String], mark: Option<Mark>) -> TextExpression {
        let mark = mark.map_or("", Mark::as_str);
        let joined = format!("\"{mark}{}\"*", words.concat());
        let (Some((last, first)), true) = (words.split_last(), words.len() > 1) else {
            return TextExpression {
                matches: joined,
                exact: true,
            };
        };
        let mut all: Vec<String> = first
            .iter()
            .map(|word| format!("\"{mark}{word}\""))
            .collect();
        all.push(format!("\"{mark}{last}\"*"));
        TextExpression {
            matches: format!("({}) OR {joined}", all.join(" AND ")),
            exact: false,
        }
    }

    /// All of these words somewhere; nothing for no words.
    pub fn all(words: &[String]) -> Option<TextExpression> {
        let all: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        (!all.is_empty()).then(|| TextExpression {
            matches: all.join(" AND "),
            exact: false,
        })
    }

    /// An id.
    pub fn id(mark: Mark, id: &str) -> TextExpression {
        TextExpression {
            matches: format!("\"{}\"", mark.id(id)),
            exact: true,
        }
    }
}
