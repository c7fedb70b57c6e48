use crate::capture::Answer;
use crate::platform::gif::TRANSPARENT_GIF;
use crate::workspace::PixelImage;

/// [`TRANSPARENT_GIF`] as a PNG.
const PNG: &[u8] =
    b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\
    \x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0bIDATx\xdac`\x00\x02\x00\x00\x05\x00\x01\xe9\xfa\
    \xdc\xd8\x00\x00\x00\x00IEND\xaeB`\x82";

/// A 200 with a pixel in it. That it is a pixel is documented ("returns a pixel", the page on the
/// content security policy), its format is not.
pub fn pixel(image: PixelImage) -> Answer {
    let (content_type, bytes) = match image {
        PixelImage::Gif => ("image/gif", TRANSPARENT_GIF),
        PixelImage::Png => ("image/png", PNG),
    };
    Answer::new(200, content_type, bytes)
}
