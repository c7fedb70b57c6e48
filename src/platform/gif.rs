/// A transparent GIF of 1×1, 43 bytes: those of Jitsu's tracking pixel (observed). Of the other
/// platforms no byte is known, so theirs is the same.
pub const TRANSPARENT_GIF: &[u8] =
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\
    \x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";
