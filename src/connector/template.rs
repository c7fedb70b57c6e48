use std::cell::Cell;
use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use url::Url;

use super::evaluate::weight;
use super::file::Parameter;
use super::parameters::{MASK, Piece, pieces};
use super::path::{Path, Place, Scope};
use super::traced::{Traced, text_of};

/// A text with values of the event in it: `https://example.com/{name}/{$.params.value}`.
#[derive(Debug)]
pub struct Template {
    parts: Vec<Part>,
    has_secret: bool,
}

#[derive(Debug)]
enum Part {
    Text(String),
    Path(Path),
    /// A value that is a part of an address, whatever is in it.
    Encoded(Path),
}

/// What a part of an address has as it is: the unreserved characters (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

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
        let masked = Cell::new(false);
        let put_in = |value: &str| {
            masked.set(masked.get() || value == MASK);
            value.to_string()
        };
        let pieces = pieces(text, parameters, put_in)?.into_iter();
        let parts = pieces.map(|piece| match piece {
            Piece::Text(text) => Ok(Part::Text(text)),
            Piece::Path(path) => Path::parse(path, parameters, scope).map(Part::Path),
        });
        Ok(Template {
            parts: parts.collect::<Result<_, String>>()?,
            has_secret: masked.get(),
        })
    }

    /// The template of an address: a value in it is percent-encoded, unless it is what the address
    /// begins with.
    ///
    /// # Errors
    /// As of [`Template::parse`].
    pub fn address(
        text: &str,
        parameters: &BTreeMap<String, Parameter>,
    ) -> Result<Template, String> {
        let mut template = Template::parse(text, parameters, Scope::Event)?;
        template.check_address()?;
        let mut begun = false;
        let parts = template.parts.into_iter().map(|part| match part {
            Part::Path(path) if begun => Part::Encoded(path),
            part => {
                begun |= !matches!(&part, Part::Text(text) if text.is_empty());
                part
            }
        });
        template.parts = parts.collect();
        Ok(template)
    }

    /// Whether it makes an address at all, with something in place of each value.
    fn check_address(&self) -> Result<(), String> {
        let parts = self.parts.iter().map(|part| match part {
            Part::Text(text) => text.as_str(),
            Part::Path(_) | Part::Encoded(_) => "1",
        });
        let text: String = parts.collect();
        // An address as a whole may be the event's, or a parameter's that is not set yet.
        if text.is_empty() || text.starts_with('1') {
            return Ok(());
        }
        match Url::parse(&text) {
            Ok(_) => Ok(()),
            Err(error) => Err(format!(
                "makes no address ({error}): begin it with https:// and a host"
            )),
        }
    }

    /// Whether a secret is in it, of which a preview knows nothing.
    pub fn has_secret(&self) -> bool {
        self.has_secret
    }

    /// The text, unless one of its values is missing, or `take` refuses a part of it: it is asked for
    /// about so many bytes before they are copied.
    pub fn render(&self, place: Place, take: impl Fn(usize) -> Option<()>) -> Option<Traced> {
        let (mut text, mut from) = (String::new(), Vec::new());
        for part in &self.parts {
            let (path, encode) = match part {
                Part::Text(literal) => {
                    take(literal.len())?;
                    text.push_str(literal);
                    continue;
                }
                Part::Path(path) => (path, false),
                Part::Encoded(path) => (path, true),
            };
            let (pointer, value) = path.find(place).into_iter().next()?;
            take(weight(pointer.len(), value))?;
            let value = text_of(value)?;
            if encode {
                // Each byte may take three.
                take(2 * value.len())?;
                text.extend(utf8_percent_encode(&value, RESERVED));
            } else {
                text.push_str(&value);
            }
            from.push(pointer);
        }
        Some(Traced {
            from,
            ..Traced::constant(text.into())
        })
    }
}
