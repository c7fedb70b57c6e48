use std::collections::BTreeMap;

use super::evaluate::weight;
use super::file::Parameter;
use super::parameters::{Piece, pieces};
use super::path::{Path, Place, Scope};
use super::traced::{Traced, text_of};

/// A text with values of the event in it: `https://example.com/{name}/{$.params.value}`.
#[derive(Debug)]
pub struct Template(Vec<Part>);

#[derive(Debug)]
enum Part {
    Text(String),
    Path(Path),
}

impl Template {
    /// The template of that text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(
        text: &str,
        parameters: &BTreeMap<String, Parameter>,
        scope: Scope,
    ) -> Result<Template, String> {
        let pieces = pieces(text, parameters, str::to_string)?.into_iter();
        let parts = pieces.map(|piece| match piece {
            Piece::Text(text) => Ok(Part::Text(text)),
            Piece::Path(path) => Path::parse(path, parameters, scope).map(Part::Path),
        });
        parts.collect::<Result<_, _>>().map(Template)
    }

    /// The text, unless one of its values is missing, or `take` refuses a part of it: it is asked for
    /// about so many bytes before they are copied.
    pub fn render(&self, place: Place, take: impl Fn(usize) -> Option<()>) -> Option<Traced> {
        let (mut text, mut from) = (String::new(), Vec::new());
        for part in &self.0 {
            match part {
                Part::Text(literal) => {
                    take(literal.len())?;
                    text.push_str(literal);
                }
                Part::Path(path) => {
                    let (pointer, value) = path.find(place).into_iter().next()?;
                    take(weight(pointer.len(), value))?;
                    text.push_str(&text_of(value)?);
                    from.push(pointer);
                }
            }
        }
        Some(Traced {
            from,
            ..Traced::constant(text.into())
        })
    }
}
