//! What a terminal shows: colours, links, and nothing in captured text that steers it.

use std::fmt::Display;
use std::io;

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

/// How text for a person is written: colours and links only where a terminal shows them.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    colours: bool,
    links: bool,
}

/// A colour with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It went well.
    Good,
    /// It needs a look.
    Doubtful,
    /// It is lost, or does not hold.
    Bad,
    /// It matters less than what stands beside it.
    Faint,
    /// It matters more.
    Strong,
}

impl Terminal {
    /// None: text only.
    pub const PLAIN: Terminal = Terminal {
        colours: false,
        links: false,
    };

    /// Standard output.
    pub fn of_stdout() -> Terminal {
        Terminal::of(&io::stdout())
    }

    /// Standard error.
    pub fn of_stderr() -> Terminal {
        Terminal::of(&io::stderr())
    }

    /// `NO_COLOR`, `CLICOLOR_FORCE` and the like are heeded.
    fn of(stream: &impl RawStream) -> Terminal {
        let colours = AutoStream::choice(stream) != ColorChoice::Never;
        Terminal {
            colours,
            links: colours && stream.is_terminal(),
        }
    }

    /// `text` in the colour of `tone`.
    pub fn paint(self, tone: Tone, text: &str) -> String {
        if !self.colours {
            return text.to_string();
        }
        let style = match tone {
            Tone::Good => AnsiColor::Green.on_default(),
            Tone::Doubtful => AnsiColor::Yellow.on_default(),
            Tone::Bad => AnsiColor::Red.on_default(),
            Tone::Faint => Style::new().dimmed(),
            Tone::Strong => Style::new().bold(),
        };
        format!("{style}{text}{style:#}")
    }

    /// `text` as a link to `url` (OSC 8,
    /// <https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>), which terminals that
    /// know no links do not show.
    pub fn link(self, url: &str, text: &str) -> String {
        match self.links {
            true => format!("\x1b]8;;{}\x1b\\{text}\x1b]8;;\x1b\\", harmless(url)),
            false => text.to_string(),
        }
    }
}

/// Text that came from strangers, so that nothing in it steers the terminal or turns around what
/// is read: control characters become signs that are seen.
pub fn harmless(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => safe.push(' '),
            '\u{7f}' => safe.push('␡'),
            '\0'..='\u{1f}' => {
                let sign = char::from_u32(0x2400 + u32::from(letter));
                safe.push(sign.unwrap_or(' '));
            }
            _ if steers(letter) => safe.push_str(&format!("<U+{:04X}>", u32::from(letter))),
            _ => safe.push(letter),
        }
    }
    safe
}

/// JSON with the same meaning in which no character steers the terminal. Such a character stands
/// only inside a text there, where it may be written as an escape.
pub fn harmless_json(json: &impl Display) -> String {
    let json = json.to_string();
    if !json.contains(|letter| letter == '\u{7f}' || steers(letter)) {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for letter in json.chars() {
        if letter == '\u{7f}' || steers(letter) {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(letter);
        }
    }
    safe
}

/// Whether a character above ASCII is a control of the terminal, or of the direction in which text
/// is read, or is not seen at all. Not the joiners, which emoji and some scripts need.
pub(crate) fn steers(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const HOSTILE: &str = "a\x1b[2J\x1b]0;title\x07b\u{9b}31mc\u{202e}d\u{7f}\ne\u{e0041}";

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(
            harmless(HOSTILE),
            "a␛[2J␛]0;title␇b<U+009B>31mc<U+202E>d␡ e<U+E0041>"
        );
        assert_eq!(harmless("Schuhe für 12 €, 靴 👟"), "Schuhe für 12 €, 靴 👟");
    }

    #[test]
    fn harmless_json_means_the_same() {
        let value = json!({HOSTILE: [HOSTILE, "é"]});
        let text = harmless_json(&value);
        assert!(!text.contains(|letter: char| letter.is_control() || steers(letter)));
        assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(value));
    }

    #[test]
    fn without_a_terminal_there_is_only_text() {
        let plain = Terminal::PLAIN;
        assert_eq!(plain.paint(Tone::Bad, "lost"), "lost");
        assert_eq!(plain.link("http://localhost/", "17.0"), "17.0");
        let rich = Terminal {
            colours: true,
            links: true,
        };
        assert_eq!(rich.paint(Tone::Bad, "lost"), "\x1b[31mlost\x1b[0m");
        assert_eq!(
            rich.link("http://localhost/\x1b", "17.0"),
            "\x1b]8;;http://localhost/␛\x1b\\17.0\x1b]8;;\x1b\\"
        );
    }
}
