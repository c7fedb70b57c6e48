use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::capture::{KEPT_WHOLE, Request};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What a platform's documentation leaves open of how a body is read.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Whether a body whose `Content-Encoding` is gzip is inflated.
    pub inflate_gzip: bool,
    /// Whether a byte order mark in front is passed over. A parser may do so (RFC 8259, section 8.1).
    pub skip_byte_order_mark: bool,
}

/// Whether a request says that its body is compressed with gzip.
pub fn is_gzip(request: &Request) -> bool {
    request
        .header("content-encoding")
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("gzip"))
}

/// Whether a body begins with a byte order mark.
pub fn has_byte_order_mark(body: &[u8]) -> bool {
    body.starts_with(BYTE_ORDER_MARK)
}

/// The bytes of a body, read so. One that cannot be inflated, or that grows beyond what is kept of
/// a plain one, stays as it came.
pub fn read(request: &Request, reading: Reading) -> Cow<'_, [u8]> {
    let sent = request.body.bytes.as_ref();
    let mut bytes = match reading.inflate_gzip && is_gzip(request) {
        true => inflated(sent).map_or(Cow::Borrowed(sent), Cow::Owned),
        false => Cow::Borrowed(sent),
    };
    if reading.skip_byte_order_mark && has_byte_order_mark(&bytes) {
        bytes = match bytes {
            Cow::Borrowed(bytes) => {
                Cow::Borrowed(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes))
            }
            Cow::Owned(mut bytes) => {
                bytes.drain(..BYTE_ORDER_MARK.len());
                Cow::Owned(bytes)
            }
        };
    }
    bytes
}

fn inflated(packed: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    MultiGzDecoder::new(packed)
        .take(KEPT_WHOLE as u64 + 1)
        .read_to_end(&mut plain)
        .ok()?;
    (plain.len() <= KEPT_WHOLE).then_some(plain)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::capture::Body;

    fn request(body: Vec<u8>) -> Request {
        Request {
            received_at: 0,
            peer: "127.0.0.1".into(),
            method: "POST".into(),
            path: "/".into(),
            query: String::new(),
            headers: vec![("content-encoding".into(), "GZip".into())],
            body: Body::complete(body),
        }
    }

    fn packed(plain: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(plain)?;
        encoder.finish()
    }

    fn reading(on: bool) -> Reading {
        Reading {
            inflate_gzip: on,
            skip_byte_order_mark: on,
        }
    }

    #[test]
    fn a_body_is_inflated_and_its_mark_passed_over_where_that_is_wanted() -> std::io::Result<()> {
        let marked = "\u{feff}{}".as_bytes();
        let gzip = request(packed(marked)?);
        assert_eq!(read(&gzip, reading(true)), &b"{}"[..]);
        assert_eq!(read(&gzip, reading(false)), &gzip.body.bytes[..]);
        let plain = request(marked.to_vec());
        assert_eq!(read(&plain, reading(true)), &b"{}"[..]);
        assert_eq!(read(&plain, reading(false)), marked);
        Ok(())
    }

    #[test]
    fn a_body_that_grows_too_large_stays_as_it_came() -> std::io::Result<()> {
        for size in [KEPT_WHOLE, KEPT_WHOLE + 1] {
            let bomb = request(packed(&vec![b' '; size])?);
            let length = read(&bomb, reading(true)).len();
            let expected = match size {
                KEPT_WHOLE => size,
                _ => bomb.body.bytes.len(),
            };
            assert_eq!(length, expected);
        }
        Ok(())
    }
}
