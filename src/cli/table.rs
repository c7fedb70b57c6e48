use super::terminal::harmless;

/// The widest that the first two columns get; the last one is wrapped.
const WIDEST: usize = 44;

/// The width at which the last column is wrapped.
const LAST: usize = 64;

/// A table of three columns as text. Long cells of the middle column are cut, those of the last
/// are wrapped.
pub fn render(header: [&str; 3], rows: &[[String; 3]]) -> String {
    // Recorded text comes from strangers: nothing in it may steer the terminal.
    let safe = |row: &[String; 3]| row.each_ref().map(|cell| harmless(cell));
    let rows: Vec<[String; 3]> = rows.iter().map(safe).collect();
    let width = |column: usize| {
        let cells = rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count());
        let header = header.get(column).map_or(0, |cell| cell.len());
        cells.max().unwrap_or_default().max(header).min(WIDEST)
    };
    let (first, second) = (width(0), width(1));
    let line = |cells: [&str; 3]| {
        let [name, answer, truth] = cells;
        let mut text = String::new();
        for (n, part) in wrap(truth, LAST).into_iter().enumerate() {
            let (name, answer) = if n == 0 {
                (name, cut(answer, second))
            } else {
                ("", String::new())
            };
            let row = format!("{name:<first$} | {answer:<second$} | {part}");
            text.push_str(row.trim_end());
            text.push('\n');
        }
        text
    };
    let rule = format!(
        "{}-+-{}-+-{}\n",
        "-".repeat(first),
        "-".repeat(second),
        "-".repeat(LAST)
    );
    let body: String = rows.iter().map(|[a, b, c]| line([a, b, c])).collect();
    format!("{}{rule}{body}", line(header))
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_string();
    }
    text.chars()
        .take(width.saturating_sub(1))
        .chain(['…'])
        .collect()
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut() {
            if line.is_empty() {
                line.push_str(word);
            } else if line.chars().count() + 1 + word.chars().count() <= width {
                line.push(' ');
                line.push_str(word);
            } else {
                lines.push(word.to_string());
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_column_is_wrapped_and_the_middle_one_cut() {
        let rows = [["a".into(), "x".repeat(50), "word ".repeat(20)]];
        let text = render(["sample", "answer", "truth"], &rows);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4);
        assert!(lines[2].starts_with("a      | xxx") && lines[2].contains("x… | word"));
        assert!(lines[3].starts_with("       |") && lines[3].ends_with("word"));
    }
}
