use super::super::{DEEPEST, LONGEST, MOST_CONDITIONS, QueryErrorCode};
use super::{parsed, refused};

#[test]
fn an_error_says_where() {
    use QueryErrorCode::*;
    for (query, code, position, length) in [
        ("a \"b", NotClosed, 2, 2),
        ("é (b", NotClosed, 2, 1),
        ("a b)", Unexpected, 3, 1),
        ("()", Missing, 1, 0),
        ("a OR", Missing, 4, 0),
        ("OR a", Missing, 0, 0),
        ("a AND OR b", Missing, 6, 0),
        ("-", Missing, 1, 0),
        ("a NOT", Missing, 5, 0),
        ("name: x", Missing, 5, 0),
        ("name:\"\"", Missing, 5, 2),
        ("name:(a b)", Unexpected, 8, 1),
        ("name:(a", NotClosed, 5, 1),
        ("name:()", Missing, 6, 0),
        ("name:a(b)", Unexpected, 6, 1),
        ("name:a\"b\"", Unexpected, 6, 1),
        ("consent.:granted", Missing, 0, 8),
        ("plattform:jitsu", UnknownWord, 0, 9),
        ("name.x:jitsu", UnknownWord, 0, 6),
        ("x platform:jitsi", UnknownValue, 11, 5),
        ("platform:x*", UnknownValue, 9, 2),
        ("finding:duplicat", UnknownValue, 8, 8),
        ("is:new", UnknownValue, 3, 3),
        ("is:dup*", UnknownValue, 3, 4),
        ("status:4040", UnknownValue, 7, 4),
        ("status:ok", UnknownValue, 7, 2),
        ("consent:yes", UnknownValue, 8, 3),
        ("status>=400", Unexpected, 0, 6),
        ("a=b*", UnknownValue, 2, 2),
        ("a>true", UnknownValue, 2, 4),
        ("a..b=1", Path, 0, 4),
        ("a[x]=1", Path, 0, 4),
        ("a[1=1", Path, 0, 3),
        ("canonical=1", Path, 0, 9),
        ("has:canonical", Path, 4, 9),
        ("price > 10", Path, 6, 1),
        ("has:a:b", Unexpected, 5, 1),
        ("after:soon", Time, 6, 4),
        ("before:15m", Time, 7, 3),
        ("€", NoWords, 0, 1),
        ("url:\"/\"", NoWords, 4, 3),
    ] {
        let error = refused(query);
        assert_eq!(
            (error.code, error.position, error.length),
            (code, position, length),
            "{query}: {error}"
        );
        for text in [&error.message, &error.expected, &error.hint] {
            assert!(!text.is_empty(), "{query}");
        }
    }
}

#[test]
fn the_nearest_is_named() {
    for (query, near) in [
        ("plattform:jitsu", "platform:"),
        ("sesion_id:x", "session_id:"),
        ("platform:jitsi", "jitsu"),
        ("outcome:droped", "dropped"),
        ("finding:duplicat", "duplicate"),
        ("connector:filterd", "filtered"),
        ("consent:grantd", "granted"),
        ("transport:beakon", "beacon"),
    ] {
        let error = refused(query);
        assert!(
            error.hint.contains(&format!("most likely {near} ")),
            "{error:?}"
        );
    }
}

#[test]
fn what_is_too_much_is_refused() {
    assert_eq!(
        refused(&"a".repeat(LONGEST + 1)).code,
        QueryErrorCode::TooLong
    );
    parsed(&"a".repeat(LONGEST));
    // Written out in full it would be too long, and could not be read again.
    let long = format!("finding:({})", vec!["dupl*"; 190].join(" OR "));
    assert!(long.len() < LONGEST);
    parsed(&long);
    let long = format!("a=\"{}\"", "\\ ".repeat(LONGEST / 2 - 4));
    assert_eq!(refused(&long).code, QueryErrorCode::TooLong);

    for open in ["(", "-", "NOT ", "-("] {
        let error = refused(&format!("{}a", open.repeat(LONGEST / 4 - 1)));
        assert_eq!(error.code, QueryErrorCode::TooDeep, "{open}");
    }
    parsed(&format!("{}a{}", "(".repeat(DEEPEST), ")".repeat(DEEPEST)));

    let many = |count: usize| vec!["a"; count].join(" ");
    parsed(&many(MOST_CONDITIONS));
    let error = refused(&many(MOST_CONDITIONS + 1));
    assert_eq!(error.code, QueryErrorCode::TooManyConditions);
}
