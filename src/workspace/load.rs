use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::connectors::connectors;
use super::nearest_name::nearest_name;
use super::plans::plans;
use super::samples::samples;
use super::{
    CommandersActFile, DataflyFile, Files, JentisFile, JitsuFile, Problem, Problems, Retention,
    Sample, Scripts, schema,
};
use crate::connector::Connector;
use crate::fault::{Fault, FaultsFile};
use crate::plan::Plan;
use crate::redaction::{DEFAULT_POINTERS, Pattern};

/// The file of the faults.
const FAULTS: &str = "faults.json";

/// `workspace.json`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// What the workspace is called in the banner and in the inspector.
    #[serde(default)]
    pub name: Option<String>,
    /// How much of the recording is kept; everything if nothing is said.
    #[serde(default)]
    pub retention: Retention,
    /// What the inspector masks while masking is on, for screenshots and exports: JSON pointers into
    /// what was sent, where `*` stands for one step and `**` for any number of them, and `*@*` for
    /// e-mail addresses wherever they stand. Keys, cookies and who stands before a host
    /// (`https://name:secret@host`) are masked besides. Without it, e-mail addresses, and the names
    /// under which phone numbers, names, places and IP addresses are sent.
    #[serde(default)]
    pub redaction: Option<Vec<String>>,
}

impl About {
    /// The patterns of `redaction`, or those that hold without it.
    fn redaction(&self, problems: &mut Vec<Problem>) -> Vec<Pattern> {
        let Some(pointers) = &self.redaction else {
            return DEFAULT_POINTERS
                .into_iter()
                .filter_map(|pointer| Pattern::parse(pointer).ok())
                .collect();
        };
        let mut patterns = Vec::new();
        for (place, pointer) in pointers.iter().enumerate() {
            match Pattern::parse(pointer) {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => problems.push(Problem::at(
                    "workspace.json",
                    format!("/redaction/{place}"),
                    error.to_string(),
                )),
            }
        }
        patterns
    }
}

/// A workspace that loaded without a problem.
#[derive(Debug)]
pub struct Workspace {
    /// Its name.
    pub name: String,
    /// How much of the recording is kept.
    pub retention: Retention,
    /// Its folder; the built-in one has none.
    pub folder: Option<PathBuf>,
    /// The hash of its files: its version, on every request judged by it.
    pub hash: String,
    /// Its files, kept in the recording so that a request can be explained by what was in force.
    pub files: Files,
    /// The JENTIS containers.
    pub jentis: JentisFile,
    /// The Jitsu sites.
    pub jitsu: JitsuFile,
    /// The Commanders Act sources.
    pub commanders_act: CommandersActFile,
    /// The Datafly sources.
    pub datafly: DataflyFile,
    /// The sample requests.
    pub samples: Vec<Sample>,
    /// The connectors, by name.
    pub connectors: Vec<Connector>,
    /// The tracking plans, by name.
    pub plans: Vec<Plan>,
    /// The faults that are armed while it is in force.
    pub faults: Vec<Fault>,
    /// Where the vendors' scripts for pages lie.
    pub scripts: Scripts,
    /// What is masked in the inspector while masking is on.
    pub redaction: Vec<Pattern>,
    /// Whether it says so itself, and does not do with what is masked where nothing is said.
    pub has_own_redaction: bool,
}

impl Workspace {
    /// The workspace of a folder, or the built-in one.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn load(folder: Option<&Path>) -> Result<Workspace, Problems> {
        let files = match folder {
            Some(folder) => Files::read(folder)?,
            None => Files::built_in(),
        };
        Ok(Workspace::from_files(files)?.of_folder(folder))
    }

    /// The same as the one of `folder`, or as the built-in one: what lies in the folder and
    /// configures nothing is found.
    pub fn of_folder(self, folder: Option<&Path>) -> Workspace {
        Workspace {
            folder: folder.map(Path::to_path_buf),
            scripts: Scripts::of(folder, std::env::current_dir().ok().as_deref()),
            ..self
        }
    }

    /// The workspace that these files make. A platform whose file is missing has the built-in
    /// sources; a workspace without `requests/` has the built-in samples, one without `plans/` the
    /// built-in plans, and one without `connectors/` the built-in connectors.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn from_files(files: Files) -> Result<Workspace, Problems> {
        Workspace::from_readable(files, Vec::new())
    }

    /// The same, of the files that could be read: with `problems` there are others.
    pub(super) fn from_readable(
        files: Files,
        mut problems: Vec<Problem>,
    ) -> Result<Workspace, Problems> {
        let built_in = Files::built_in();
        let about: About =
            schema::read(&files, "workspace.json", &mut problems).unwrap_or_default();
        let redaction = about.redaction(&mut problems);
        let jentis = source(
            (&files, &built_in, "sources/jentis.json"),
            &mut problems,
            |jentis: &mut JentisFile, file, problems| jentis.check(file, problems),
        );
        let jitsu = source(
            (&files, &built_in, "sources/jitsu.json"),
            &mut problems,
            |jitsu: &mut JitsuFile, file, problems| jitsu.check(file, problems),
        );
        let commanders_act = source(
            (&files, &built_in, "sources/commanders-act.json"),
            &mut problems,
            |act: &mut CommandersActFile, file, problems| act.check(file, problems),
        );
        let datafly = source(
            (&files, &built_in, "sources/datafly.json"),
            &mut problems,
            |datafly: &mut DataflyFile, file, problems| datafly.check(file, problems),
        );
        let faults: FaultsFile = schema::read(&files, FAULTS, &mut problems).unwrap_or_default();
        faults.check(FAULTS, &mut problems);
        let own_samples = files.0.keys().any(|file| file.starts_with("requests/"));
        let samples = samples(if own_samples { &files } else { &built_in }, &mut problems);
        let own = files.0.keys().any(|file| file.starts_with("connectors/"));
        let connectors = connectors(if own { &files } else { &built_in }, &mut problems);
        let own_plans = files.0.keys().any(|file| file.starts_with("plans/"));
        let names = source_names(
            jentis.as_ref(),
            jitsu.as_ref(),
            commanders_act.as_ref(),
            datafly.as_ref(),
        );
        let plans = plans(
            if own_plans { &files } else { &built_in },
            names.as_ref(),
            &mut problems,
        );
        problems.extend(unknown_files(&files));
        let workspace = Workspace {
            name: about.name.unwrap_or_else(|| "unnamed".into()),
            retention: about.retention,
            folder: None,
            hash: files.hash(),
            files,
            jentis: jentis.unwrap_or_default(),
            jitsu: jitsu.unwrap_or_default(),
            commanders_act: commanders_act.unwrap_or_default(),
            datafly: datafly.unwrap_or_default(),
            samples,
            connectors,
            plans,
            faults: faults.faults,
            scripts: Scripts::default(),
            redaction,
            has_own_redaction: about.redaction.is_some(),
        };
        workspace.check_destinations(&mut problems);
        match problems.is_empty() {
            true => Ok(workspace),
            false => Err(Problems(problems).placed(&workspace.files)),
        }
    }

    /// Where it comes from, for a person.
    pub fn origin(&self) -> String {
        match &self.folder {
            Some(folder) => folder.display().to_string(),
            None => "built in".into(),
        }
    }
}

/// One platform's file, or the built-in one where it is missing; nothing of a file that could not be
/// read.
fn source<T: DeserializeOwned + JsonSchema>(
    (files, built_in, file): (&Files, &Files, &str),
    problems: &mut Vec<Problem>,
    check: impl FnOnce(&mut T, &str, &mut Vec<Problem>),
) -> Option<T> {
    let files = if files.0.contains_key(file) {
        files
    } else {
        built_in
    };
    let mut source = schema::read::<T>(files, file, problems)?;
    check(&mut source, file, problems);
    Some(source)
}

/// The names of all sources; none where a file could not be read, whose names are not known.
fn source_names<'a>(
    jentis: Option<&'a JentisFile>,
    jitsu: Option<&'a JitsuFile>,
    commanders_act: Option<&'a CommandersActFile>,
    datafly: Option<&'a DataflyFile>,
) -> Option<BTreeSet<&'a str>> {
    let names = jentis?.sources.iter().map(|it| it.name.as_str());
    let names = names.chain(jitsu?.sites.iter().map(|it| it.id.as_str()));
    let names = names.chain(commanders_act?.sources.iter().map(|it| it.name.as_str()));
    let names = names.chain(datafly?.sources.iter().map(|it| it.name.as_str()));
    Some(names.collect())
}

/// A file that nothing reads is a misspelt name.
fn unknown_files(files: &Files) -> Vec<Problem> {
    const KNOWN: [&str; 6] = [
        "workspace.json",
        FAULTS,
        "sources/jentis.json",
        "sources/jitsu.json",
        "sources/commanders-act.json",
        "sources/datafly.json",
    ];
    let known = |file: &str| {
        let folders = ["requests/", "connectors/", "plans/"];
        KNOWN.contains(&file) || folders.iter().any(|folder| file.starts_with(folder))
    };
    files
        .0
        .keys()
        .filter(|file| !known(file) && !file.starts_with("scripts/"))
        .map(|file| {
            let message = match nearest_name(file, KNOWN.into_iter()) {
                Some(near) => format!("nothing reads this file; did you mean {near}?"),
                None => format!("nothing reads this file; known: {}", KNOWN.join(", ")),
            };
            Problem::of_file(file, message)
        })
        .collect()
}
