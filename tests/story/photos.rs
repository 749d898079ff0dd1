//! Photos: uploaded by a plain form, shown wherever the person is, gone when he or a manager says so.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    a_photo_is_seen_wherever_the_person_is,
    a_photo_is_for_the_company_alone,
    what_is_no_photo_is_refused_in_words,
    a_manager_takes_a_photo_down,
    a_manager_gives_somebody_a_photo,
);

const IVAN: &str = "ivan@romashka.example";

/// A picture of one colour.
fn picture(colour: [u8; 3], format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::from_pixel(200, 150, Rgb(colour))).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

async fn upload(browser: &Browserless, name: &str, bytes: Vec<u8>) -> Page {
    browser.upload("/profile/photo", "photo", name, bytes).await
}

fn faces(page: &Page) -> Vec<String> {
    page.attributes("main img", "src")
}

async fn a_photo_is_seen_wherever_the_person_is(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    assert!(ivan.get("/profile").await.body.contains(">ИП<"), "initials as long as there is none");
    let page = upload(&ivan, "я.PNG", picture([250, 0, 0], ImageFormat::Png)).await;
    assert!(page.says("Фото сохранено"), "{}", page.text());
    let small = "/employees/2/photo/1-96";
    assert!(page.attributes(".top img", "src").contains(&small.to_owned()), "in the navigation");
    assert_eq!(faces(&page), ["/employees/2/photo/1-320"]);
    let anna = portal.admin().await;
    assert_eq!(faces(&anna.get("/employees").await), [small]);
    assert_eq!(faces(&anna.get("/employees/2").await), ["/employees/2/photo/1-320"]);
    anna.post("/employees/2/role", &[("role", "administrator")]).await;
    assert_eq!(faces(&anna.get("/structure/access-rights").await), [small]);
    assert_served(&anna).await;
    assert_versioned(&ivan, &anna).await;
}

/// Another one has another address: what browsers keep of the first is not shown again.
async fn assert_versioned(ivan: &Browserless, anna: &Browserless) {
    upload(ivan, "a.webp", picture([0, 0, 250], ImageFormat::WebP)).await;
    assert_eq!(faces(&anna.get("/employees/2").await), ["/employees/2/photo/2-320"]);
    assert_eq!(anna.get("/employees/2/photo/1-96").await.status, 404);
    let page = ivan.get("/profile").await;
    let page = ivan.submit(&page, "/profile/photo/remove", &[]).await;
    assert!(page.says("Фото удалено") && faces(&page).is_empty(), "{}", page.text());
    assert_eq!(anna.get("/employees/2/photo/2-96").await.status, 404);
    upload(ivan, "a.jpg", picture([0, 250, 0], ImageFormat::Jpeg)).await;
    assert_eq!(
        faces(&ivan.get("/employees/2").await),
        ["/employees/2/photo/3-320"],
        "no version comes twice"
    );
    let history = anna.get("/history").await;
    assert!(history.says("Иван Перов, фото: не задано → есть"), "{}", history.text());
    let policy = anna.get("/profile").await.headers["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("img-src 'self';"), "{policy}");
}

/// Both sizes come with what keeps them safe.
async fn assert_served(anna: &Browserless) {
    for (pixels, side) in [("96", 96), ("320", 320)] {
        let (status, headers, bytes) = anna.bytes(&format!("/employees/2/photo/1-{pixels}")).await;
        assert_eq!(status, 200);
        for (header, value) in [
            ("content-type", "image/jpeg"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "private, max-age=31536000, immutable"),
            ("content-disposition", "inline; filename=\"photo.jpg\""),
        ] {
            assert_eq!(headers[header], value);
        }
        let image = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap();
        assert_eq!((image.width(), image.height()), (side, side));
    }
}

async fn a_photo_is_for_the_company_alone(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    upload(&ivan, "a.png", picture([1, 2, 3], ImageFormat::Png)).await;
    let path = "/employees/2/photo/1-96";
    assert!(portal.stranger().get(path).await.path().starts_with("/sign-in"));
    assert!(upload(&portal.stranger(), "a.png", vec![1]).await.path().starts_with("/sign-in"));
    for wrong in ["1-97", "9-96", "1", "x-96", "-96", "1-96-96", "../1-96", "1-320.png"] {
        assert_eq!(ivan.get(&format!("/employees/2/photo/{wrong}")).await.status, 404, "{wrong}");
    }
    assert_eq!(ivan.get("/employees/1/photo/1-96").await.status, 404);
}

async fn what_is_no_photo_is_refused_in_words(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    let png = picture([250, 0, 0], ImageFormat::Png);
    let mut huge = png.clone();
    huge.resize(10 * 1024 * 1024 + 1, 0);
    for (name, bytes, status, words) in [
        ("", Vec::new(), 422, "Выберите файл"),
        ("a.html", b"<script>alert(1)</script>".to_vec(), 422, "подойдёт JPEG, PNG или WebP"),
        ("a.jpg", png.clone(), 422, "Проверьте имя файла"),
        ("../../etc/passwd.png", png[..100].to_vec(), 422, "этот повреждён"),
        ("a.png", huge, 413, "Уменьшите файл до 10 МБ"),
    ] {
        let page = upload(&ivan, name, bytes).await;
        assert_eq!(page.status, status, "{name}: {}", page.text());
        assert!(page.title().starts_with("Ошибка: "), "{}", page.title());
        assert!(page.texts("#photo-error")[0].contains(words), "{:?}", page.texts("#photo-error"));
        assert!(page.texts(".errors li")[0].contains(words));
    }
    let plain = ivan.post("/profile/photo", &[("photo", "x")]).await;
    assert_eq!(plain.status, 400, "{}", plain.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employee_photos").await, 0);
    let mut last = plain.status;
    for _ in 0..10 {
        last = upload(&ivan, "a.png", png.clone()).await.status;
    }
    assert_eq!(last, 429, "nobody keeps the portal busy with pictures");
}

async fn a_manager_takes_a_photo_down(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (ivan, olga) =
        (portal.employee("Иван Перов", IVAN).await, portal.employee("Ольга", "olga@romashka.example").await);
    upload(&ivan, "a.png", picture([250, 0, 0], ImageFormat::Png)).await;
    assert_eq!(olga.post("/employees/2/photo/remove", &[]).await.status, 403);
    let anna = portal.admin().await;
    let page = anna.get("/employees/2/edit").await;
    let page = anna.submit(&page, "/employees/2/photo/remove", &[]).await;
    assert!(page.says("Фото удалено"), "{}", page.text());
    assert!(faces(&anna.get("/employees/2").await).is_empty());
    assert!(anna.get("/history").await.says("фото: есть → не задано"));
}

async fn a_manager_gives_somebody_a_photo(database: &TestDatabase) {
    const PATH: &str = "/employees/2/photo";
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    let olga = portal.employee("Ольга", "olga@romashka.example").await;
    let anna = portal.admin().await;
    let red = || picture([250, 0, 0], ImageFormat::Png);
    assert_eq!(olga.upload(PATH, "photo", "a.png", red()).await.status, 403);
    assert_eq!(ivan.upload("/employees/1/photo", "photo", "a.png", red()).await.status, 403);
    assert!(anna.get("/employees/2/edit").await.says("Портал возьмёт квадрат из середины"));
    let wrong = anna.upload(PATH, "photo", "a.jpg", red()).await;
    assert_eq!((wrong.status, wrong.value("name").as_str()), (422, "Иван Перов"), "{}", wrong.text());
    assert!(wrong.texts("#photo-error")[0].contains("Проверьте имя файла"));
    assert_eq!(portal.number("SELECT COUNT(*) FROM employee_photos").await, 0);
    let done = anna.upload(PATH, "photo", "a.png", red()).await;
    assert!(done.says("Фото сохранено") && done.path() == "/employees/2/edit", "{}", done.text());
    assert_eq!(faces(&ivan.get("/profile").await), ["/employees/2/photo/1-320"]);
    assert_eq!(anna.get(PATH).await.path(), "/employees/2/edit", "opened by itself");
    assert!(anna.get("/employees/2/history").await.says("фото: не задано → есть"));
}
