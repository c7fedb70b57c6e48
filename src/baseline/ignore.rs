use super::BaselineError;

/// Which fields of a payload are not compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ignored {
    names: Vec<String>,
    pointers: Vec<Vec<String>>,
}

impl Ignored {
    /// Reads members' names (`cart_id`), and JSON pointers (RFC 6901) in which `*` stands for any one
    /// step (`/items/*/id`).
    ///
    /// # Errors
    /// One that is neither, or has a comma.
    pub fn read(texts: &[String]) -> Result<Ignored, BaselineError> {
        let mut ignored = Ignored::default();
        for text in texts {
            match text.strip_prefix('/') {
                // The API's address has them with commas between.
                _ if text.trim().is_empty() || text.contains(',') => {
                    return Err(BaselineError::Ignore(text.clone()));
                }
                None => ignored.names.push(text.clone()),
                Some(steps) => {
                    let steps = steps.split('/');
                    let steps: Vec<String> = steps
                        .map(|step| step.replace("~1", "/").replace("~0", "~"))
                        .collect();
                    if steps.iter().any(String::is_empty) {
                        return Err(BaselineError::Ignore(text.clone()));
                    }
                    ignored.pointers.push(steps);
                }
            }
        }
        Ok(ignored)
    }

    /// Whether the field at the end of these steps is one of them.
    pub fn has(&self, steps: &[String]) -> bool {
        let is_at = |pointer: &Vec<String>| {
            pointer.len() == steps.len()
                && pointer.iter().zip(steps).all(|(a, b)| a == "*" || a == b)
        };
        steps.last().is_some_and(|name| self.names.contains(name))
            || self.pointers.iter().any(is_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_ignored_anywhere_and_a_pointer_in_its_place() {
        let ignore = ["cart_id", "/items/*/id", "/a~1b"].map(String::from);
        let ignored = Ignored::read(&ignore).expect("names and pointers");
        let has = |steps: &[&str]| {
            let steps: Vec<String> = steps.iter().map(ToString::to_string).collect();
            ignored.has(&steps)
        };
        assert!(has(&["cart_id"]) && has(&["x", "0", "cart_id"]));
        assert!(has(&["items", "12", "id"]) && !has(&["items", "id"]) && !has(&["id"]));
        assert!(has(&["a/b"]) && !has(&["a", "b"]) && !has(&[]));
        for wrong in ["", " ", "/", "/a//b", "a,b"] {
            assert!(Ignored::read(&[wrong.to_string()]).is_err(), "{wrong:?}");
        }
    }
}
