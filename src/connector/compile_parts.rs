use serde_json::Value;

use super::compile::Compiler;
use super::condition::Condition;
use super::path::{Path, Scope};
use super::template::Template;
use super::transform::Step;

/// What a directive is made of.
impl Compiler<'_> {
    /// The condition at `pointer`.
    pub fn condition(&mut self, text: &str, pointer: &str, scope: Scope) -> Option<Condition> {
        let condition = Condition::parse(text, self.parameters, scope);
        condition
            .map_err(|error| self.say(pointer, format!("is no condition: {error}")))
            .ok()
    }

    /// The template at `pointer`.
    pub fn template(&mut self, text: &str, pointer: &str, scope: Scope) -> Option<Template> {
        let template = Template::parse(text, self.parameters, scope);
        template
            .map_err(|error| self.say(pointer, format!("is no template: {error}")))
            .ok()
    }

    /// The template of the address at `pointer`.
    pub fn address(&mut self, text: &str, pointer: &str) -> Option<Template> {
        let template = Template::address(text, self.parameters);
        template
            .map_err(|error| self.say(pointer, format!("is no template: {error}")))
            .ok()
    }

    /// The path at `pointer`.
    pub fn path(&mut self, value: &Value, pointer: &str, scope: Scope) -> Option<Path> {
        let Some(text) = value.as_str() else {
            self.say(pointer, "expected a path: a text that begins with $");
            return None;
        };
        let path = Path::parse(text, self.parameters, scope);
        path.map_err(|error| self.say(pointer, format!("is no path: {error}")))
            .ok()
    }

    /// The path or the paths at `pointer`.
    pub(super) fn paths(
        &mut self,
        value: &Value,
        pointer: &str,
        scope: Scope,
    ) -> Option<Vec<Path>> {
        match value {
            Value::Array(paths) if !paths.is_empty() => {
                let read: Vec<_> = paths
                    .iter()
                    .enumerate()
                    .map(|(at, path)| self.path(path, &format!("{pointer}/{at}"), scope))
                    .collect();
                read.into_iter().collect()
            }
            path => self.path(path, pointer, scope).map(|path| vec![path]),
        }
    }

    /// The names at `pointer`.
    pub(super) fn strings(&mut self, value: &Value, pointer: &str) -> Vec<String> {
        let texts = value.as_array().map(|items| {
            let texts = items.iter().map(|item| item.as_str().map(str::to_string));
            texts.collect::<Option<Vec<_>>>()
        });
        texts.flatten().unwrap_or_else(|| {
            self.say(pointer, "expected a list of names");
            Vec::new()
        })
    }

    /// The transforms at `pointer`.
    pub(super) fn steps(&mut self, value: &Value, pointer: &str) -> Vec<Step> {
        let listed = match value {
            Value::Array(steps) => steps.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut steps = Vec::new();
        for (at, step) in listed.iter().enumerate() {
            match Step::parse(step, self.parameters) {
                Ok(step) => steps.push(step),
                Err(error) if value.is_array() => self.say(&format!("{pointer}/{at}"), error),
                Err(error) => self.say(pointer, error),
            }
        }
        steps
    }
}
