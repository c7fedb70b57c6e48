use std::fmt;
use std::str::FromStr;

use actix_web::HttpRequest;
use actix_web::http::header;
use subtle::ConstantTimeEq;

use super::{cookie_name, has_cookie};

/// How many characters a token has at least: nobody guesses them.
const SHORTEST: usize = 16;

/// The cookie in which a browser keeps it.
const COOKIE: &str = "token";

/// What the inspector asks for where others can reach it. It is shown once, to who starts the server.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one: 122 random bits (RFC 9562, section 5.4).
    pub fn generated() -> Token {
        Token(uuid::Uuid::new_v4().simple().to_string())
    }

    /// The token itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether `text` is the token. It takes as long whatever is wrong with it.
    pub fn is(&self, text: &str) -> bool {
        self.0.as_bytes().ct_eq(text.as_bytes()).into()
    }

    /// Whether a request has it as a bearer token (RFC 6750, section 2.1).
    pub fn is_borne_by(&self, request: &HttpRequest) -> bool {
        let values = request.headers().get_all(header::AUTHORIZATION);
        let mut texts = values.filter_map(|value| value.to_str().ok());
        texts.any(|text| {
            let bearer = text.split_once(' ');
            bearer.is_some_and(|(scheme, token)| {
                scheme.eq_ignore_ascii_case("bearer") && self.is(token.trim())
            })
        })
    }

    /// Whether a request has it as the cookie that [`Token::cookie`] set.
    pub fn is_cookie_of(&self, request: &HttpRequest) -> bool {
        has_cookie(COOKIE, request, |value| self.is(value))
    }

    /// The cookie by which a browser has it until it is closed: no script reads it, and no other
    /// site's page sends it (draft-ietf-httpbis-rfc6265bis, section 5.6).
    pub fn cookie(&self, request: &HttpRequest) -> String {
        let secure = match request.app_config().secure() {
            true => "; Secure",
            false => "",
        };
        let name = cookie_name(COOKIE, request);
        let token = &self.0;
        format!("{name}={token}; Path=/inspector; HttpOnly; SameSite=Strict{secure}")
    }
}

impl FromStr for Token {
    type Err = String;

    fn from_str(text: &str) -> Result<Token, String> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        match text.len() >= SHORTEST && text.bytes().all(is_plain) {
            true => Ok(Token(text.to_string())),
            false => Err(format!(
                "expected {SHORTEST} characters or more out of A-Z a-z 0-9 - . _ ~, as `openssl rand -hex 16` makes"
            )),
        }
    }
}

/// Never in a log.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_and_fits_into_an_address() {
        for wrong in [
            "",
            "short",
            "0123456789abcde",
            "0123456789abcde/",
            "0123456789abcde é",
        ] {
            assert!(wrong.parse::<Token>().is_err(), "{wrong}");
        }
        let token: Token = "0123456789-._~aZ".parse().expect("a token");
        assert!(token.is("0123456789-._~aZ"));
        assert!(!token.is("0123456789-._~aY") && !token.is("") && !token.is("0123456789-._~aZ1"));
        assert_eq!(format!("{token:?}"), "Token(…)");
        let made = Token::generated();
        assert!(
            made.reveal()
                .parse::<Token>()
                .is_ok_and(|same| same == made)
        );
        assert_ne!(made, Token::generated());
    }
}
