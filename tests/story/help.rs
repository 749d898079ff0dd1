//! Help: to colleagues with the names of those who can do something, to strangers without.

use crate::support::browserless::Browserless;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, BarePortal, TestPortal};

on_both_engines!(
    a_colleague_reads_how_to_invite_and_who_can_help,
    where_only_administrators_invite_help_says_so,
    a_stranger_is_told_to_ask_whoever_invited_him,
    help_is_there_before_the_first_run,
);

async fn a_colleague_reads_how_to_invite_and_who_can_help(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван", "ivan@romashka.example").await;
    let more = ivan.get("/more").await;
    let help = ivan.follow(&more, "/help").await;
    assert_eq!((help.status, help.texts("h1").join("")), (200, "Помощь".to_owned()));
    assert!(help.says("Как пригласить коллег") && help.says("Если письмо не пришло"));
    assert!(help.says("письма остаются в ящике портала"), "no mail server is connected");
    assert!(help.says("Принято сервером Почтовый сервер взял письмо"), "{}", help.text());
    assert_eq!(help.texts(".meanings dt").len(), 12);
    assert_eq!(help.texts("main ul li"), [format!("АО {} {}", ADMIN.0, ADMIN.1)]);
    let panel = ivan.get("/invite/mail-app").await;
    let when = "люди появятся в списке, когда присоединятся по ссылке из письма";
    assert!(help.says(when) && panel.says(when), "where one invites it is told alike: {}", panel.text());
    let invited = ivan.follow(&help, "/employees?status=invited").await;
    assert_eq!(invited.status, 200);

    ivan.post("/language", &[("language", "en")]).await;
    let help = ivan.get("/help").await;
    assert!(help.says("How to invite colleagues") && help.says("Accepted by server The mail server took"));
    assert!(help.says(ADMIN.1));
}

async fn where_only_administrators_invite_help_says_so(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, ivan) = (portal.admin().await, portal.employee("Иван", "ivan@romashka.example").await);
    admin.post("/structure/access-rights", &[("everyone", "0")]).await;
    let help = ivan.get("/help").await;
    assert!(help.says("Сейчас вам нельзя приглашать"));
    assert!(admin.get("/help").await.says("Нажмите «Пригласить»"));
}

async fn a_stranger_is_told_to_ask_whoever_invited_him(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let stranger = portal.stranger();
    let door = stranger.get("/sign-in").await;
    let help = stranger.follow(&door, "/help").await;
    assert_eq!((help.status, help.path()), (200, "/help"));
    assert!(help.says("Спросите того, кто вас пригласил") && help.says("Письмо или код не приходит"));
    assert!(!help.says(ADMIN.0) && !help.says("romashka.example"), "nobody is named to strangers");

    let help = portal.foreigner().get("/help").await;
    assert!(help.says("Ask whoever invited you") && help.says("You cannot sign in"));
    let back = stranger.post("/language", &[("language", "en"), ("return_to", "/help")]).await;
    assert!(back.path() == "/help" && back.says("You have been invited"));
}

async fn help_is_there_before_the_first_run(database: &TestDatabase) {
    let bare = BarePortal::start(database, |_| {}).await;
    for (language, words) in [("ru", "Портал ещё не настроен"), ("en", "The portal is not set up yet")]
    {
        let help = Browserless::new(&bare.url, language).get("/help").await;
        assert_eq!(help.status, 200);
        assert!(help.says(words), "{}", help.text());
        assert!(!help.says("Забыли пароль?"));
    }
}
