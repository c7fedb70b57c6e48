use percent_encoding::percent_decode_str;

use super::super::authorization::credentials;
use crate::capture::Request;

/// Where a source key came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenPlace {
    /// The query's `token`: the page's way.
    Query,
    /// `Authorization: Bearer`: on the page until 2023-10-19, in the OpenAPI file still.
    Authorization,
    /// The query's `tc_skey`: only in the iOS SDK's README.
    TcSkey,
}

/// A source key as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The key.
    pub text: String,
    /// Where it came from.
    pub place: TokenPlace,
}

/// The source key of a request: the query's `token` wins over the header, the header over
/// `tc_skey`. Which wins on the real endpoint is not documented, nor whether it takes the last two
/// (`other_places`).
pub fn token(request: &Request, other_places: bool) -> Option<Token> {
    let bearer = || credentials(request, "bearer").map(str::to_string);
    let found = |text: Option<String>, place| {
        text.filter(|text| !text.is_empty())
            .map(|text| Token { text, place })
    };
    let in_query = found(key_in_query(request, "token"), TokenPlace::Query);
    if !other_places {
        return in_query;
    }
    in_query
        .or_else(|| found(bearer(), TokenPlace::Authorization))
        .or_else(|| found(key_in_query(request, "tc_skey"), TokenPlace::TcSkey))
}

/// A key in the query, percent-decoded. Android puts base64 keys there unescaped, so a `+` stays a
/// plus: read as a form's space it could be no key's, as keys have no white space.
fn key_in_query(request: &Request, name: &str) -> Option<String> {
    let pairs = request.query.split('&');
    let (_, value) = pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Body;

    fn request(query: &str, authorization: Option<&str>) -> Request {
        Request {
            received_at: 0,
            peer: "127.0.0.1".into(),
            method: "POST".into(),
            path: "/events".into(),
            query: query.into(),
            headers: authorization
                .map(|value| ("authorization".to_string(), value.to_string()))
                .into_iter()
                .collect(),
            body: Body::complete("{}"),
        }
    }

    #[test]
    fn a_key_may_stand_unescaped_in_the_query() {
        for query in ["token=a+b/c==", "tc_s=1&token=a%2Bb%2Fc%3D%3D"] {
            let token = token(&request(query, Some("Bearer other")), true);
            assert_eq!(
                token,
                Some(Token {
                    text: "a+b/c==".into(),
                    place: TokenPlace::Query
                })
            );
        }
    }

    #[test]
    fn header_and_tc_skey_stand_in_for_a_missing_token() {
        let place = |query, header| token(&request(query, header), true).map(|token| token.place);
        assert_eq!(
            place("tc_skey=b", Some("bearer a")),
            Some(TokenPlace::Authorization)
        );
        assert_eq!(
            place("tc_skey=b", Some("Basic a")),
            Some(TokenPlace::TcSkey)
        );
        assert_eq!(place("token=", None), None);
    }
}
