use super::IgnoredCount;

/// How many fields an address may ignore: each is looked for at every place of a payload.
pub const MOST_IGNORED: usize = 50;

/// The fields of a payload that are not compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ignored(Vec<IgnoredField>);

/// One of them, or all of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoredField {
    text: String,
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// Members of that name, wherever they are.
    Name(String),
    /// The value at the end of these steps, of which `*` is any.
    Steps(Vec<String>),
}

/// A text that says of no field that it is ignored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "ignore has {0:?}; expected a member's name (cart_id) or a JSON pointer (/items/*/id), without a comma"
)]
pub struct IgnoreError(pub String);

impl Ignored {
    /// Reads members' names (`cart_id`), and JSON pointers (RFC 6901) in which `*` stands for any one
    /// step (`/items/*/id`).
    ///
    /// # Errors
    /// One that is neither, or has a comma.
    pub fn read(texts: &[String]) -> Result<Ignored, IgnoreError> {
        let fields = texts.iter().map(|text| match text.contains(',') {
            // The API's address of a baseline has them with commas between.
            true => Err(IgnoreError(text.clone())),
            false => IgnoredField::read(text),
        });
        fields.collect::<Result<_, _>>().map(Ignored)
    }

    /// These fields.
    pub fn of(fields: Vec<IgnoredField>) -> Ignored {
        Ignored(fields)
    }

    /// How many differences each leaves out, before anything is compared.
    pub fn counts(&self) -> Vec<IgnoredCount> {
        let fields = self.0.iter().map(|field| IgnoredCount {
            field: field.text.clone(),
            differences: 0,
        });
        fields.collect()
    }

    /// Each of them, in its order.
    pub fn fields(&self) -> &[IgnoredField] {
        &self.0
    }

    /// Whether the field at the end of these steps is one of them.
    pub fn has(&self, steps: &[String]) -> bool {
        self.which(steps).is_some()
    }

    /// The place in their order of the first that means the field at the end of these steps.
    pub fn which(&self, steps: &[String]) -> Option<usize> {
        self.0.iter().position(|field| field.means(steps))
    }
}

impl IgnoredField {
    /// Reads a member's name, or a JSON pointer. A name with a comma is taken for several.
    ///
    /// # Errors
    /// It is neither.
    pub fn read(text: &str) -> Result<IgnoredField, IgnoreError> {
        let wrong = || IgnoreError(text.to_string());
        let place = match text.strip_prefix('/') {
            None if text.trim().is_empty() || text.contains(',') => return Err(wrong()),
            None => Place::Name(text.to_string()),
            Some(steps) => {
                let steps = steps.split('/');
                let steps: Vec<String> = steps
                    .map(|step| step.replace("~1", "/").replace("~0", "~"))
                    .collect();
                if steps.iter().any(String::is_empty) {
                    return Err(wrong());
                }
                Place::Steps(steps)
            }
        };
        Ok(IgnoredField {
            text: text.to_string(),
            place,
        })
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn means(&self, steps: &[String]) -> bool {
        match &self.place {
            Place::Name(name) => steps.last() == Some(name),
            Place::Steps(pointer) => {
                pointer.len() == steps.len()
                    && pointer.iter().zip(steps).all(|(a, b)| a == "*" || a == b)
            }
        }
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
        for wrong in ["", " ", "/", "/a//b", "a,b", "/a,b"] {
            assert!(Ignored::read(&[wrong.to_string()]).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn alone_a_pointer_may_have_a_comma() {
        assert!(IgnoredField::read("/a,b").is_ok_and(|it| it.means(&["a,b".to_string()])));
        assert_eq!(IgnoredField::read("a,b"), Err(IgnoreError("a,b".into())));
    }
}
