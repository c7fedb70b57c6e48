use super::kinds;
use super::token::{Token, token};
use crate::capture::Request;
use crate::event::Finding;
use crate::workspace::{CommandersActFile, CommandersActSource, is_key, is_site};

/// Whose a request is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The source it belongs to, if one was found.
    pub source: Option<String>,
    /// Whether the key was compared with named ones.
    pub key_checked: bool,
    /// Why its events are lost; empty if they are not.
    pub refusals: Vec<Finding>,
}

/// Whose a request is by its source key and its site id. Nothing of it changes the answer: the
/// page allows a 400 for size and syntax only.
pub fn check(request: &Request, file: &CommandersActFile) -> Access {
    let token = token(request, file.settings.other_token_places);
    let site = request.query_value("tc_s").filter(|site| !site.is_empty());
    let mut refusals = Vec::new();
    if site.is_none() {
        refusals.push(
            kinds::MISSING_SITE
                .says("the query has no tc_s")
                .expected("tc_s=, the site id"),
        );
    }
    let Some(Token { text: key, .. }) = token else {
        refusals.push(
            kinds::MISSING_TOKEN
                .says("the query has no token")
                .expected("token=, the source key"),
        );
        return Access::refused(None, refusals);
    };
    let key_checked = file.sources.iter().any(|source| !source.keys.is_empty());
    let revoked = |source: &&CommandersActSource| source.revoked_keys.contains(&key);
    if let Some(source) = file.sources.iter().find(revoked) {
        let message = format!("the key was one of {}'s and is revoked", source.name);
        refusals.push(kinds::REVOKED_TOKEN.says(message).got(key));
        return Access::refused(Some(source), refusals);
    }
    let source = if key_checked {
        by_key(file, &key, site.as_deref(), &mut refusals)
    } else {
        any_key(file, &key, site.as_deref(), &mut refusals)
    };
    Access {
        source: source.map(|source| source.name.clone()),
        key_checked,
        refusals,
    }
}

impl Access {
    fn refused(source: Option<&CommandersActSource>, refusals: Vec<Finding>) -> Access {
        Access {
            source: source.map(|source| source.name.clone()),
            key_checked: true,
            refusals,
        }
    }
}

/// The source that names the key; of several, the one with the request's site.
fn by_key<'a>(
    file: &'a CommandersActFile,
    key: &str,
    site: Option<&str>,
    refusals: &mut Vec<Finding>,
) -> Option<&'a CommandersActSource> {
    let named = |source: &&CommandersActSource| source.keys.iter().any(|named| named == key);
    let mut owners = file.sources.iter().filter(named);
    let Some(first) = owners.clone().next() else {
        refusals.push(unknown_token(key, "no source names this key"));
        return None;
    };
    let Some(site) = site else {
        return Some(first);
    };
    if !is_site(site) {
        refusals.push(malformed_site(site));
        return Some(first);
    }
    let own = owners.find(|source| source.site.as_deref().is_none_or(|own| own == site));
    if own.is_none() {
        let message = format!("this is not the site of {}, whose key it is", first.name);
        let expected = first.site.clone().unwrap_or_default();
        refusals.push(
            kinds::UNKNOWN_SITE
                .says(message)
                .expected(expected)
                .got(site),
        );
    }
    own.or(Some(first))
}

/// Where no key is named: any well-formed key with a well-formed site. The source is the one of
/// that site, else one of no site, else the first.
fn any_key<'a>(
    file: &'a CommandersActFile,
    key: &str,
    site: Option<&str>,
    refusals: &mut Vec<Finding>,
) -> Option<&'a CommandersActSource> {
    if let Some(site) = site.filter(|site| !is_site(site)) {
        refusals.push(malformed_site(site));
    }
    if !is_key(key) {
        refusals.push(unknown_token(key, "a key has no white space in it"));
        return None;
    }
    let with = |wanted: Option<&str>| {
        let same = move |source: &&CommandersActSource| source.site.as_deref() == wanted;
        file.sources.iter().find(same)
    };
    site.and_then(|site| with(Some(site)))
        .or_else(|| with(None))
        .or_else(|| file.sources.first())
}

fn unknown_token(key: &str, message: &str) -> Finding {
    kinds::UNKNOWN_TOKEN
        .says(message)
        .expected("the source key, as the source's settings show it")
        .got(key)
}

fn malformed_site(site: &str) -> Finding {
    kinds::UNKNOWN_SITE
        .says("a site id is digits")
        .expected("digits")
        .got(site)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Body;

    fn request(query: &str) -> Request {
        Request {
            received_at: 0,
            peer: "127.0.0.1".into(),
            method: "POST".into(),
            path: "/events".into(),
            query: query.into(),
            headers: Vec::new(),
            body: Body::complete("{}"),
        }
    }

    fn source(name: &str, site: Option<&str>, keys: &[&str]) -> CommandersActSource {
        CommandersActSource {
            name: name.into(),
            site: site.map(str::to_string),
            keys: keys.iter().map(|key| key.to_string()).collect(),
            revoked_keys: vec!["old".into()],
            ..CommandersActSource::default()
        }
    }

    fn verdict(sources: Vec<CommandersActSource>, query: &str) -> (Option<String>, Vec<&str>) {
        let file = CommandersActFile {
            sources,
            ..CommandersActFile::default()
        };
        let access = check(&request(query), &file);
        let codes = access.refusals.iter().map(|finding| finding.kind.code);
        (access.source, codes.collect())
    }

    #[test]
    fn without_named_keys_any_well_formed_key_is_taken() {
        let sources = || vec![source("a", Some("1"), &[]), source("b", None, &[])];
        assert_eq!(
            verdict(sources(), "tc_s=1&token=x"),
            (Some("a".into()), vec![])
        );
        assert_eq!(
            verdict(sources(), "tc_s=2&token=x"),
            (Some("b".into()), vec![])
        );
        assert_eq!(
            verdict(sources(), "tc_s=2&token=old"),
            (Some("a".into()), vec!["commanders-act-revoked-token"])
        );
        assert_eq!(
            verdict(sources(), "tc_s=x&token=a%20b"),
            (
                None,
                vec![
                    "commanders-act-unknown-site",
                    "commanders-act-unknown-token"
                ]
            )
        );
        assert_eq!(
            verdict(sources(), ""),
            (
                None,
                vec![
                    "commanders-act-missing-site",
                    "commanders-act-missing-token"
                ]
            )
        );
    }

    #[test]
    fn a_named_key_makes_the_named_ones_the_only_ones() {
        let sources = || {
            vec![
                source("a", Some("1"), &["k"]),
                source("b", Some("2"), &["k"]),
            ]
        };
        assert_eq!(
            verdict(sources(), "tc_s=2&token=k"),
            (Some("b".into()), vec![])
        );
        assert_eq!(
            verdict(sources(), "tc_s=2&token=x"),
            (None, vec!["commanders-act-unknown-token"])
        );
        assert_eq!(
            verdict(sources(), "tc_s=3&token=k"),
            (Some("a".into()), vec!["commanders-act-unknown-site"])
        );
        assert_eq!(
            verdict(sources(), "token=k"),
            (Some("a".into()), vec!["commanders-act-missing-site"])
        );
    }
}
