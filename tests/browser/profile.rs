//! «Profile», registering and addresses in a real browser: the photo, another address, who stands in the way.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};

use super::samples;
use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::folder::Folder;
use crate::support::portal::{PASSWORD, TestPortal};

const IVAN: &str = "ivan@romashka.example";
const NEW: &str = "ivan.perov@romashka.example";

#[test]
fn one_s_own_profile() {
    for window in
        [Window::desktop("ru"), Window::phone("en").dark(), Window::phone("ru").without_javascript()]
    {
        run(Engine::Sqlite, async |database: &TestDatabase| profile(database, window).await);
    }
}

#[test]
fn what_is_typed_outlives_the_buttons_of_other_forms() {
    run(Engine::Sqlite, outlives_other_buttons);
}

#[test]
fn somebody_is_registered_though_his_address_is_taken() {
    for window in [Window::desktop("en").dark(), Window::phone("ru")] {
        run(Engine::Sqlite, async |database: &TestDatabase| register(database, window).await);
    }
}

async fn profile(database: &TestDatabase, window: Window) {
    let portal = TestPortal::new(database).await;
    portal.add_employee("Иван Перов", IVAN).await;
    let tour = Tour::signed_in_as(&portal, window, IVAN).await;
    photo(&tour).await;
    tour.fill("#patronymic", "Ильич").await;
    tour.fill("#mobile_phone", "позвоните").await;
    tour.fill("#birth_day", "31").await;
    tour.press("form[action='/profile'] button.primary").await;
    tour.find("#mobile_phone-error").await;
    tour.look("profile-mistakes").await;
    tour.fill("#mobile_phone", "8 916 123-45-67").await;
    tour.fill("#birth_day", "").await;
    tour.press("form[action='/profile'] button.primary").await;
    tour.find(".notice-ok").await;
    address(&portal, &tour).await;
}

async fn outlives_other_buttons(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.add_employee("Иван Перов", IVAN).await;
    let tour = Tour::signed_in_as(&portal, Window::desktop("ru"), IVAN).await;
    tour.open("/profile").await;
    tour.fill("#new_email", NEW).await;
    tour.fill("#patronymic", "Ильич").await;
    tour.press("form[action='/profile'] button.primary").await;
    tour.find(".notice-ok").await;
    tour.holds("#patronymic", "Ильич").await;
    tour.holds("#new_email", NEW).await;
    tour.fill("#patronymic", "Петрович").await;
    tour.speak("en").await;
    tour.holds("#patronymic", "Петрович").await;
    tour.holds("#new_email", NEW).await;
    tour.open("/employees").await;
    tour.open("/profile").await;
    tour.holds("#patronymic", "Ильич").await;
}

async fn photo(tour: &Tour) {
    let folder = Folder::new("photos");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let picture = image::load_from_memory(&samples::photo().large).unwrap();
    let mut png = Cursor::new(Vec::new());
    DynamicImage::from(picture.into_rgb8()).write_to(&mut png, ImageFormat::Png).unwrap();
    tour.open("/profile").await;
    for (name, bytes, found) in [
        ("a.jpg", png.get_ref().as_slice(), "#photo-error"),
        ("a.png", png.get_ref().as_slice(), "img.portrait"),
    ] {
        tour.find("#photo").await.send_keys(file(name, bytes)).await.unwrap();
        tour.press("form[action='/profile/photo'] button").await;
        tour.find(found).await.scroll_into_view().await.unwrap();
        tour.look(&format!("profile-photo-{name}").replace('.', "-")).await;
    }
}

async fn address(portal: &TestPortal, tour: &Tour) {
    tour.fill("#new_email", NEW).await;
    tour.fill("#address_password", "не тот пароль").await;
    tour.press("form[action='/profile/address'] button.button").await;
    tour.find("#address_password-error").await.scroll_into_view().await.unwrap();
    tour.look("profile-address-mistake").await;
    tour.fill("#address_password", PASSWORD).await;
    tour.press("form[action='/profile/address'] button.button").await;
    tour.find("form[action='/profile/withdraw-address']").await.scroll_into_view().await.unwrap();
    tour.look("profile-address-waiting").await;
    tour.open(&portal.letter_to(NEW).await.path("/new-address/")).await;
    tour.look("new-address").await;
    tour.press("form[action='/new-address'] button").await;
    tour.find(".notice-ok").await;
    tour.reads(NEW).await;
}

async fn register(database: &TestDatabase, window: Window) {
    let portal = TestPortal::new(database).await;
    let gone = portal.add_employee("Глеб Дорохов", "gleb@romashka.example").await;
    portal.admin().await.post(&format!("/employees/{gone}/dismiss"), &[]).await;
    let tour = Tour::signed_in(&portal, window).await;
    tour.open("/invite/mail-service").await;
    tour.fill("[name=addresses]", "gleb@romashka.example, nina@romashka.example").await;
    tour.press(".sheet-foot button.primary").await;
    tour.find("button[value^='free-']").await;
    tour.look("review-with-dismissed").await;
    tour.open("/invite/other").await;
    tour.press("a[href^='/employees/new']").await;
    tour.find("form[action='/employees/new']").await;
    tour.fill("#name", "Глеб Новый").await;
    tour.fill("#email", "gleb@romashka.example").await;
    tour.press("main .form button.primary").await;
    tour.find("button[name=frees]").await.scroll_into_view().await.unwrap();
    tour.look("employee-new-taken").await;
    tour.press("button[name=frees]").await;
    tour.find("form[action$='/first-password']").await;
    tour.look("employee-registered").await;
}
