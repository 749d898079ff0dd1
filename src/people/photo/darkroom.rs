//! Where uploaded pictures become photos: off the threads that answer requests, one at a time, since a
//! large one takes two hundred megabytes and more while it is looked at.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits, RgbImage};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Developed, MAX_PIXELS, Size};

/// Pictures on their way at the same time: each may hold all the bytes that one may have.
const PLACES: usize = 4;
/// Memory of a decoder: the largest picture with four bytes a pixel, and as much again to work in.
const MAX_MEMORY: u64 = MAX_PIXELS * 8;
/// The shortest side: smaller ones are a blur.
const MIN_SIDE: u32 = 96;
/// Of a hundred; higher ones nobody tells apart.
const QUALITY: u8 = 85;

/// Why a picture is not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// No picture of a kind that is taken.
    Unknown,
    /// The end of the file's name says something else than what is in it.
    Mismatch,
    /// More bytes than are taken.
    TooLarge,
    /// More pixels than are looked at.
    TooManyPixels,
    /// So small that it would be a blur.
    TooSmall,
    /// Damaged.
    Broken,
}

impl Refusal {
    /// The message that tells what to do.
    #[must_use]
    pub fn message_id(self) -> &'static str {
        match self {
            Self::Unknown => "photo-problem-unknown",
            Self::Mismatch => "photo-problem-mismatch",
            Self::TooLarge => "photo-problem-too-large",
            Self::TooManyPixels => "photo-problem-too-many-pixels",
            Self::TooSmall => "photo-problem-too-small",
            Self::Broken => "photo-problem-broken",
        }
    }
}

/// The place of a picture on its way, taken before its first byte is read.
pub struct Place(#[expect(dead_code, reason = "held until the photo is ready")] OwnedSemaphorePermit);

/// Develops photos.
#[derive(Clone)]
pub struct Darkroom {
    places: Arc<Semaphore>,
    table: Arc<Semaphore>,
}

impl Default for Darkroom {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(PLACES)), table: Arc::new(Semaphore::new(1)) }
    }
}

impl Darkroom {
    /// A place; `None` where there is too much to do at the moment.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        Arc::clone(&self.places).try_acquire_owned().ok().map(Place)
    }

    /// The photo of an uploaded file.
    ///
    /// # Errors
    /// Why it is not taken.
    pub async fn develop(&self, place: Place, name: String, bytes: Vec<u8>) -> Result<Developed, Refusal> {
        let turn = Arc::clone(&self.table).acquire_owned().await.map_err(|_| Refusal::Broken)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = develop(&name, &bytes);
            drop((turn, place));
            done
        });
        // A decoder that trips over a picture takes nobody else with it.
        done.await.unwrap_or(Err(Refusal::Broken))
    }
}

/// What is in the file decides; its name only must not say something else.
fn develop(name: &str, bytes: &[u8]) -> Result<Developed, Refusal> {
    let format = image::guess_format(bytes).map_err(|_| Refusal::Unknown)?;
    let extensions: &[&str] = match format {
        ImageFormat::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
        ImageFormat::Png => &["png"],
        ImageFormat::WebP => &["webp"],
        _ => return Err(Refusal::Unknown),
    };
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    if !extension.is_some_and(|extension| extensions.contains(&extension.as_str())) {
        return Err(Refusal::Mismatch);
    }
    if format == ImageFormat::Jpeg && is_cut(bytes) {
        return Err(Refusal::Broken);
    }
    let (square, orientation) = square(bytes, format)?;
    let mut large = square.resize_exact(Size::Large.pixels(), Size::Large.pixels(), FilterType::Triangle);
    large.apply_orientation(orientation);
    let small = large.resize_exact(Size::Small.pixels(), Size::Small.pixels(), FilterType::Lanczos3);
    Ok(Developed { small: printed(&small)?, large: printed(&large)? })
}

/// Whether a JPEG lacks its end: what decoders draw of it is grey below. Neither marker stands within what is
/// coded (ITU-T T.81, B.1.1.5).
fn is_cut(jpeg: &[u8]) -> bool {
    let last = |marker: [u8; 2]| jpeg.windows(2).rposition(|pair| pair == marker);
    let (scan, end) = (last([0xff, 0xda]), last([0xff, 0xd9]));
    scan.is_some_and(|scan| end.is_none_or(|end| end < scan))
}

/// The middle of the picture, as it lies in the file, and how it is to be turned.
fn square(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, Orientation), Refusal> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| refusal(&error))?;
    // The head alone has been read so far: a bomb goes off here, where it is still small.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Refusal::TooManyPixels);
    }
    let side = width.min(height);
    if side < MIN_SIDE {
        return Err(Refusal::TooSmall);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let whole = DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error))?;
    let middle = whole.crop_imm((width - side) / 2, (height - side) / 2, side, side);
    drop(whole);
    Ok((on_white(middle), orientation))
}

fn refusal(error: &ImageError) -> Refusal {
    match error {
        ImageError::Limits(_) => Refusal::TooManyPixels,
        _ => Refusal::Broken,
    }
}

/// What shines through is white.
fn on_white(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return image.into_rgb8().into();
    }
    let through = image.into_rgba8();
    let mut opaque = RgbImage::new(through.width(), through.height());
    for (to, from) in opaque.pixels_mut().zip(through.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        to.0 = [red, green, blue]
            .map(|shade| u8::try_from((shade * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX));
    }
    opaque.into()
}

fn printed(image: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    image.write_with_encoder(encoder).map_err(|_| Refusal::Broken)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, ImageEncoder as _, Rgb, Rgba, RgbaImage};

    use super::*;

    /// Red above, blue below, on a wide field of green.
    fn picture(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            let is_middle = x.abs_diff(width / 2) < height / 2;
            match (is_middle, y < height / 2) {
                (false, _) => Rgb([0, 255, 0]),
                (true, true) => Rgb([255, 0, 0]),
                (true, false) => Rgb([0, 0, 255]),
            }
        })
    }

    fn written(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.into().write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// The colours at the top and at the bottom of a photo.
    fn top_and_bottom(photo: &[u8]) -> [[bool; 3]; 2] {
        let photo = image::load_from_memory_with_format(photo, ImageFormat::Jpeg).unwrap().into_rgb8();
        let (width, height) = photo.dimensions();
        [photo.get_pixel(width / 2, height / 8), photo.get_pixel(width / 2, height * 7 / 8)]
            .map(|pixel| pixel.0.map(|shade| shade > 128))
    }

    const RED: [bool; 3] = [true, false, false];
    const BLUE: [bool; 3] = [false, false, true];

    #[test]
    fn a_photo_is_the_middle_of_a_picture_in_two_sizes() {
        for (format, name) in [
            (ImageFormat::Png, "Фото отпуск.PNG"),
            (ImageFormat::WebP, "a.webp"),
            (ImageFormat::Jpeg, "../../a.b.jpeg"),
        ] {
            let photo = develop(name, &written(picture(400, 120), format)).unwrap();
            for (bytes, side) in [(&photo.small, 96), (&photo.large, 320)] {
                let image = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap();
                assert_eq!((image.width(), image.height()), (side, side));
                assert_eq!(top_and_bottom(bytes), [RED, BLUE], "{name}");
            }
        }
    }

    #[test]
    fn a_picture_is_turned_as_its_camera_was_held_and_says_nothing_more() {
        // Exif: big endian, one entry, 0x0112 «orientation» = 3 «upside down», then a place in the open.
        let exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0\0\0\0\0GPS 55.75 37.62";
        let source = picture(120, 120);
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
        encoder.set_exif_metadata(exif.to_vec()).unwrap();
        encoder.write_image(&source, 120, 120, ExtendedColorType::Rgb8).unwrap();
        bytes.extend(b"<script>polyglot</script>");
        assert!(String::from_utf8_lossy(&bytes).contains("GPS 55.75"));
        let photo = develop("a.jpg", &bytes).unwrap();
        assert_eq!(top_and_bottom(&photo.large), [BLUE, RED]);
        for made in [&photo.small, &photo.large] {
            let text = String::from_utf8_lossy(made).into_owned();
            assert!(!text.contains("GPS") && !text.contains("Exif") && !text.contains("polyglot"));
        }
    }

    #[tokio::test]
    async fn only_so_many_pictures_are_on_their_way() {
        let (darkroom, png) = (Darkroom::default(), written(picture(120, 120), ImageFormat::Png));
        let mut places: Vec<Place> = (0..PLACES).map(|_| darkroom.place().unwrap()).collect();
        assert!(darkroom.place().is_none());
        let photo = darkroom.develop(places.pop().unwrap(), "a.png".to_owned(), png).await;
        assert!(photo.is_ok() && darkroom.place().is_some(), "a place is free again when its photo is ready");
    }

    #[test]
    fn what_shines_through_is_white() {
        let clear = RgbaImage::from_pixel(100, 100, Rgba([0, 0, 0, 0]));
        let photo = develop("a.png", &written(clear, ImageFormat::Png)).unwrap();
        assert_eq!(top_and_bottom(&photo.small), [[true; 3]; 2]);
    }

    #[test]
    fn what_is_no_photo_is_refused() {
        let png = written(picture(120, 120), ImageFormat::Png);
        let mut damaged = png.clone();
        damaged.truncate(png.len() / 2);
        let webp = written(picture(120, 120), ImageFormat::WebP);
        let jpeg = written(picture(320, 320), ImageFormat::Jpeg);
        let half = &jpeg[..jpeg.len() * 2 / 3];
        for (name, bytes, refusal) in [
            ("a.png", &b"<html><script>alert(1)</script>"[..], Refusal::Unknown),
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refusal::Unknown),
            ("a.gif", b"GIF89a\x01\0\x01\0\0\0\0;", Refusal::Unknown),
            ("a.png", b"", Refusal::Unknown),
            ("a.jpg", &png, Refusal::Mismatch),
            ("a.png.exe", &png, Refusal::Mismatch),
            ("png", &png, Refusal::Mismatch),
            ("a.png", &webp, Refusal::Mismatch),
            ("a.png", &damaged, Refusal::Broken),
            ("a.jpg", half, Refusal::Broken),
            ("a.png", &bomb(50_000, 50_000), Refusal::TooManyPixels),
            ("a.png", &bomb(0xffff_ffff, 1), Refusal::TooManyPixels),
            ("a.png", &written(picture(400, 95), ImageFormat::Png), Refusal::TooSmall),
        ] {
            assert_eq!(develop(name, bytes), Err(refusal), "{name}");
        }
    }

    /// The head of a PNG that claims to be so large.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut png = written(RgbImage::new(1, 1), ImageFormat::Png);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc(&png[12..29]);
        png[29..33].copy_from_slice(&sum.to_be_bytes());
        png
    }

    /// CRC-32 as in PNG.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
                if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 }
            })
        })
    }
}
