use std::path::Path;

use super::{Common, machine};

/// What was measured: printed, and written between the marks of a page when asked to.
pub struct Report {
    /// What it was measured on, told before anything is.
    machine: String,
    write: bool,
}

impl Report {
    /// Begins one.
    pub fn begin(common: &Common) -> Report {
        Report {
            machine: machine::about(),
            write: common.write,
        }
    }

    /// Tells what was measured, under the name of the measurement.
    pub fn tell(&self, name: &str, text: &str) {
        self.tell_in("docs/PERFORMANCE.md", name, text);
    }

    /// Puts what was measured between `<!-- name -->` and `<!-- /name -->` of a page.
    pub fn tell_in(&self, page: &str, name: &str, text: &str) {
        let text = format!("{}\n\n{text}", self.machine);
        println!("\n{page}, {name}:\n\n{text}");
        if !self.write {
            return;
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let old = std::fs::read_to_string(&path).expect("the page is there");
        let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        let (before, rest) = old.split_once(&begin).expect("the place of the text");
        let (_, after) = rest.split_once(&end).expect("the end of the text");
        let new = format!("{before}{begin}{}\n{end}{after}", text.trim_end());
        std::fs::write(&path, new).expect("the page can be written");
    }
}
