use proptest::prelude::*;

use super::super::{Expression, Query};
use super::generate::expression;
use super::parsed;

#[test]
fn a_query_is_said_in_one_sentence() {
    for (query, sentence) in [
        ("", "All events"),
        ("platform:jitsu", "Jitsu events"),
        (
            "platform:jitsu outcome:dropped \"add to cart\" -type:page",
            "Jitsu events that were dropped and contain “add to cart”, but are not of type page",
        ),
        ("-cart", "Events that do not contain “cart”"),
        (
            "a b c",
            "Events that contain “a”, contain “b” and contain “c”",
        ),
        (
            "outcome:(dropped OR partial)",
            "Events that were dropped or partial",
        ),
        (
            "type:page -outcome:(dropped OR partial)",
            "Events that are of type page, but were not dropped or partial",
        ),
        (
            "name:purchase OR (cart -type:page)",
            "Events that are named “purchase”, or that contain “cart”, but are not of type page",
        ),
        (
            "name:purchase (cart OR type:page)",
            "Events that are named “purchase” and (contain “cart” or are of type page)",
        ),
        (
            "-(cart type:page)",
            "Events that are not among those that (contain “cart” and are of type page)",
        ),
        (
            "(platform:jitsu OR platform:jentis) -platform:datafly",
            "Events that are of the platform Jitsu or JENTIS, but are not of the platform Datafly",
        ),
        (
            "name:add*",
            "Events that have a name that begins with “add”",
        ),
        ("-user:*", "Events that do not have a user"),
        (
            "missing:properties.price",
            "Events that do not have a value at properties.price",
        ),
        (
            "items[].price<=10 canonical.name!=y",
            "Events that have items[].price at most 10 and have canonical.name other than “y”",
        ),
        (
            "after:2026-11-20 -before:2026-11-21",
            "Events that came at 2026-11-20T00:00:00Z or later, but did not come before 2026-11-21T00:00:00Z",
        ),
        (
            "consent:denied consent.ads:granted connector.ga4:not_consented",
            "Events that carry the consent decision denied, carry for the consent “ads” the decision granted and have at the destination “ga4” the result not consented",
        ),
        (
            "is:double status:404 transport:beacon",
            "Events that are double fires, were answered with 404 and were sent by beacon",
        ),
    ] {
        assert_eq!(parsed(query).explain(), sentence, "{query}");
    }
    assert_eq!(
        parsed("url:cart").explain_as("requests"),
        "Requests that have in their address “cart”"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_query_and_its_opposite_are_not_said_alike(expression in expression()) {
        let not = Query::new(Expression::Not(Box::new(expression.clone())));
        prop_assert_ne!(Query::new(expression).explain(), not.explain());
    }
}
