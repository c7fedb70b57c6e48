use std::fmt::Write;

use eventpit::event::{COMMON, FindingKind};
use eventpit::platform::{Platform, kinds};

use crate::{cell, place};

/// Every kind of finding, with the title of the part it stands in.
pub fn all() -> Vec<(&'static str, &'static FindingKind)> {
    let common = COMMON.all().into_iter().map(|kind| ("Any platform", kind));
    let own = Platform::ALL.into_iter().flat_map(|platform| {
        kinds(platform)
            .into_iter()
            .map(move |kind| (platform.title(), kind))
    });
    common.chain(own).collect()
}

/// `docs/FINDINGS.md`.
pub fn page() -> String {
    let mut page = String::from(
        "# Findings\n\nWhat eventpit tells about a request or an event. Codes are stable. \
         Evidence says how well the platform's behaviour is known: *documented* (the vendor says \
         so), *observed* (seen on the vendor's software, or in the request itself), *inferred* (follows from these), \
         *assumed* (a guess, and a setting).\n\nMade from the code; a test compares the two.\n",
    );
    let mut part = "";
    for (title, kind) in all() {
        if title != part {
            part = title;
            let _ = write!(
                page,
                "\n## {title}\n\n| code | severity | evidence | what it means | where it stands |\n|---|---|---|---|---|\n"
            );
        }
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} |",
            kind.code,
            kind.severity.as_str(),
            kind.evidence.as_str(),
            cell(kind.about),
            place(kind.docs)
        );
    }
    page
}
