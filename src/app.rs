//! Wiring: the one place that knows every feature.

mod secret_key;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;
use http::StatusCode;
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use crate::base::background::Background;
use crate::base::clock::{SharedClock, Timestamp};
use crate::base::random::SharedRandom;
use crate::base::secret::SecretKey;
use crate::bounces::receiver::Receiver;
use crate::company::settings::Move;
use crate::config::{Config, file_setting};
use crate::mail::direct::Setup;
use crate::mail::dkim::{Signer, SigningKey};
use crate::mail::pace::Proof;
use crate::mail::sender::{Compose, Owner, Owners, Sender, Writer};
use crate::mail::transport::{Route, Switch};
use crate::metrics::{self, Metrics};
use crate::portal::{Portal, SharedPortal};
use crate::restore::Restored;
use crate::store::Db;
use crate::web::export::Table;
use crate::web::failures::{self, Bounds};
use crate::web::limits::Limits;
use crate::web::{access_log, assets, client, health, security, server, signed_in};
use crate::{
    access_rights, accounts, api, bounces, company, help, history, housekeeping, invitations, join,
    join_links, letter_templates, mailbox, people, restore, seats, setup, structure, suppressions,
};

/// How long it takes until a mail server that another process has set is used.
const FOLLOWED: Duration = Duration::from_secs(5);

/// The settings that an error in opening is about.
const DATABASE: &str = "database_url";
const KEY: &str = "secret_key_file";

/// The largest form: 256 KiB of addresses, each letter of which may take three bytes or more on the way.
pub const BOUNDS: Bounds = Bounds { body: 2 * 1024 * 1024, answer: Duration::from_secs(30) };
/// At the end letters past their final dot are waited for, but not longer.
const MAX_FAREWELL: Duration = Duration::from_mins(1);

/// Opens the database and the key, making them on the first start, and takes up how letters leave.
pub async fn open(config: Config, clock: SharedClock, random: SharedRandom) -> anyhow::Result<SharedPortal> {
    let db = Db::open(&config.database_url).context(DATABASE)?;
    let key = secret_key::take_up(&db, Path::new(&config.secret_key_file), &random).await.context(KEY)?;
    let signer = signer(&config)?;
    assemble(config, clock, random, db, key, signer).await
}

/// What signs letters, as the settings say.
///
/// # Errors
/// Where a key can't be used.
pub fn signer(config: &Config) -> anyhow::Result<Signer> {
    let keys = config.mail.dkim.keys().map(|(algorithm, selector, file)| {
        SigningKey::read_as(algorithm, file, selector).context(file_setting(algorithm))
    });
    let keys = keys.collect::<anyhow::Result<Vec<_>>>()?;
    Ok(config.mail.dkim.domain.as_deref().map_or_else(Signer::default, |domain| Signer::new(domain, keys)))
}

/// Opens a portal that was started before; makes and changes nothing, and sends no letters.
///
/// # Errors
/// As [`open`], and where there is none yet.
pub async fn look_at(
    config: Config,
    clock: SharedClock,
    random: SharedRandom,
) -> anyhow::Result<SharedPortal> {
    let db = Db::open_existing(&config.database_url).context(DATABASE)?;
    let db = db.context("nothing is there yet").context(DATABASE)?;
    let key = secret_key::look_at(&db, Path::new(&config.secret_key_file)).await.context(KEY)?;
    assemble(config, clock, random, db, key, Signer::default()).await
}

/// Lets the portal go on with another key than it was set up with; false where it has the right one.
///
/// # Errors
/// Where the database or the key can't be opened.
pub async fn replace_key(config: &Config, random: &SharedRandom) -> anyhow::Result<bool> {
    let db = Db::open_existing(&config.database_url).context(DATABASE)?;
    let db = db.context("nothing is there yet").context(DATABASE)?;
    secret_key::replace(&db, Path::new(&config.secret_key_file), random).await.context(KEY)
}

/// Makes the database at `url` ready, which was put back from a backup; `None` where no portal is set up in it.
///
/// # Errors
/// Where the database can't be opened, was written by a newer version, or belongs to another key.
pub async fn make_restored_ready(
    config: &Config,
    url: &str,
    ends_links: bool,
    random: &SharedRandom,
    now: Timestamp,
) -> anyhow::Result<Option<Restored>> {
    let db = Db::open(url)?;
    secret_key::take_up(&db, Path::new(&config.secret_key_file), random).await.context(KEY)?;
    Ok(db.write(move |tx| restore::make_ready(tx, ends_links, now)).await?)
}

async fn assemble(
    config: Config,
    clock: SharedClock,
    random: SharedRandom,
    db: Db,
    key: SecretKey,
    signer: Signer,
) -> anyhow::Result<SharedPortal> {
    let direct =
        Setup { settings: config.mail.direct.clone(), dns_server: config.mail.dns_server, db: db.clone() };
    let mail = Switch::new(config.mail.max_connections, "localhost").with_direct(direct);
    let portal = Arc::new(Portal {
        db,
        clock,
        key,
        mail: Arc::new(mail),
        signer,
        hasher: accounts::passwords::Hasher::new(Arc::clone(&random)),
        random,
        config,
        outbox_bell: Arc::default(),
        limits: Limits::default(),
        darkroom: people::photo::Darkroom::default(),
        metrics: Metrics::default(),
    });
    company::mail::take_up(&portal).await?;
    match portal.mail.route() {
        Route::Closed(reason) if portal.config.mail.smtp_url.is_some() => bail!(reason),
        _ => Ok(portal),
    }
}

/// Every page and the machine interface.
pub fn router(portal: SharedPortal) -> Router {
    dressed(routes(), portal, BOUNDS)
}

fn routes() -> Router<SharedPortal> {
    Router::new()
        .route(assets::ROUTE, get(assets::serve))
        .merge(setup::web::routes())
        .merge(accounts::web::routes())
        .merge(accounts::profile_web::routes())
        .merge(accounts::reset_web::routes())
        .merge(accounts::address_web::routes())
        .merge(accounts::tokens_web::routes())
        .merge(invitations::web::routes())
        .merge(mailbox::web::routes())
        .merge(join::web::routes())
        .merge(health::routes())
        .merge(metrics::routes())
        .merge(api::routes(calls()))
        .merge(structure::web::routes())
        .merge(access_rights::web::routes())
        .merge(company::web::routes())
        .merge(letter_templates::web::routes())
        .merge(bounces::web::routes())
        .merge(people::web::routes())
        .merge(invitations::detail_web::routes())
        .merge(join_links::web::routes())
        .merge(history::web::routes())
        .merge(suppressions::web::routes())
        .merge(restore::web::routes())
        .merge(help::routes())
        .fallback(signed_in::nowhere)
}

/// The same for any routes: what stands around each of them. Every answer, whoever gives it, is a page in
/// the reader's language or a problem document, carries the headers, is counted and logged.
pub fn dressed(routes: Router<SharedPortal>, portal: SharedPortal, bounds: Bounds) -> Router {
    let forms = CsrfLayer::new()
        .with_insecure_bypass(|method, uri| {
            join::web::is_one_click(method, uri) || api::is_safe_from_forms(method, uri)
        })
        .with_rejection_response(failures::of_cross_site);
    // From the innermost to the outermost.
    routes
        .layer(DefaultBodyLimit::max(bounds.body))
        .layer(forms)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, bounds.answer))
        .layer(CatchPanicLayer::custom(failures::of_panic))
        .layer(middleware::from_fn_with_state(bounds, failures::render))
        .layer(middleware::from_fn_with_state(SharedPortal::clone(&portal), security::mark_cookies))
        .layer(middleware::from_fn_with_state(SharedPortal::clone(&portal), access_log::write))
        .layer(middleware::from_fn(security::headers))
        .layer(middleware::from_fn_with_state(SharedPortal::clone(&portal), client::tell))
        .layer(CompressionLayer::new().compress_when(packing()))
        .with_state(portal)
}

/// What is packed on its way: what is not small, nor packed already.
fn packing() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new(Table::Xlsx.content_type()))
}

/// The calls of the machine interface.
fn calls() -> Router<SharedPortal> {
    Router::new()
        .merge(invitations::api::calls())
        .merge(join_links::api::calls())
        .merge(people::api::calls())
        .merge(structure::api::calls())
        .merge(seats::api::calls())
}

/// What a process does of the portal's work.
pub enum Work {
    /// It answers requests and sends letters.
    Both(TcpListener),
    /// It answers requests; another process sends letters.
    Answer(TcpListener),
    /// It sends letters.
    Send,
}

/// Does its part of the portal's work until `stop` is given. Letters whose final dot is out are waited for.
///
/// # Errors
/// Where the database is lost, so that only a new start helps.
pub async fn run(portal: SharedPortal, work: Work, stop: CancellationToken) -> anyhow::Result<()> {
    let db = portal.db.clone();
    tokio::spawn({
        let (db, stop) = (db.clone(), stop.clone());
        async move {
            db.lost().await;
            stop.cancel();
        }
    });
    let sends = !matches!(work, Work::Answer(_));
    let sender = sends.then(|| sender(&portal)).transpose()?;
    let sending = sender.map(|sender| begin_sending(sender, stop.clone())).transpose()?;
    tokio::spawn(housekeeping::run(Arc::clone(&portal), stop.clone()));
    // Whoever sends hears what comes back.
    if sends {
        tokio::spawn(bounces::poll::run(Arc::clone(&portal), OWNERS, stop.clone()));
    }
    if db.is_shared() {
        tokio::spawn(follow_settings(Arc::clone(&portal), stop.clone()));
    }
    match work {
        Work::Both(listener) | Work::Answer(listener) => answer(portal, listener, stop).await,
        Work::Send => stop.cancelled().await,
    }
    if let Some(sending) = sending {
        let _ = tokio::time::timeout(MAX_FAREWELL, sending).await;
    }
    if let Some(reason) = db.loss() {
        bail!("the disk of the database failed, check it and start again: {reason}");
    }
    Ok(())
}

/// Another process on the same database may set another mail server.
async fn follow_settings(portal: SharedPortal, stop: CancellationToken) {
    while stop.run_until_cancelled(portal.clock.sleep_until(portal.now() + FOLLOWED)).await.is_some() {
        if let Err(error) = company::mail::follow(&portal).await {
            tracing::warn!(%error, "the mail server's settings are read again later");
        }
    }
}

/// Sends on a thread of its own, until `stop` is given: its many short steps wait for no page and wake no other thread.
/// Who waits for it hears when it has ended.
fn begin_sending(sender: Sender, stop: CancellationToken) -> anyhow::Result<oneshot::Receiver<()>> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let (done, ended) = oneshot::channel();
    let send = move || {
        runtime.block_on(sender.run(stop));
        let _ = done.send(());
    };
    std::thread::Builder::new()
        .name("sender".to_owned())
        .spawn(send)
        .context("a thread that sends letters")?;
    Ok(ended)
}

/// Answers requests until `stop` is given, without sending letters.
pub async fn answer(portal: SharedPortal, listener: TcpListener, stop: CancellationToken) {
    server::serve(router(portal), listener, stop, server::Patience::default()).await;
}

/// Sends every letter that is due now: for commands and tests, which do not run the sender.
pub async fn deliver_due(portal: &SharedPortal) -> anyhow::Result<()> {
    let (sender, stop) = (sender(portal)?, CancellationToken::new());
    while sender.pass(&stop).await? > 0 {}
    Ok(())
}

/// The features that write letters.
const OWNERS: Owners = Owners {
    owners: &[
        Owner {
            kinds: &invitations::letter::KINDS,
            compose: Compose::Many(invitations::letter::compose),
            note: Some(invitations::letter::note),
            proof: Proof::Letter,
        },
        Owner {
            kinds: &join::letter::KINDS,
            compose: Compose::One(join::letter::compose),
            note: None,
            proof: Proof::Letter,
        },
        Owner {
            kinds: &accounts::letter::KINDS,
            compose: Compose::One(accounts::letter::compose),
            note: None,
            proof: Proof::Letter,
        },
        Owner {
            kinds: &invitations::undelivered::KINDS,
            compose: Compose::One(invitations::undelivered::compose),
            note: None,
            proof: Proof::Notice,
        },
        Owner {
            kinds: &letter_templates::trial::KINDS,
            compose: Compose::One(letter_templates::trial::compose),
            note: None,
            proof: Proof::Letter,
        },
        Owner {
            kinds: &seats::letter::KINDS,
            compose: Compose::One(seats::letter::compose),
            note: None,
            proof: Proof::Letter,
        },
    ],
    from: company::sender_address,
    failed: suppressions::note,
};

fn sender(portal: &SharedPortal) -> anyhow::Result<Sender> {
    let threads = Background::start("letters").context("threads that write letters")?;
    Ok(Sender {
        db: portal.db.clone(),
        clock: Arc::clone(&portal.clock),
        random: Arc::clone(&portal.random),
        key: portal.key.clone(),
        switch: Arc::clone(&portal.mail),
        bell: Arc::clone(&portal.outbox_bell),
        owners: OWNERS,
        from: portal.config.mail.sender(),
        writer: Writer::new(portal.signer.clone(), threads),
        return_address: portal.config.mail.bounce_address.clone(),
    })
}

/// Takes a report about a letter that came to `recipient`, where that is known.
///
/// # Errors
/// Where the database does not answer.
pub async fn take_bounce(
    portal: &SharedPortal,
    recipient: Option<String>,
    raw: Vec<u8>,
) -> anyhow::Result<bounces::Outcome> {
    Ok(bounces::take::take(portal, OWNERS, recipient, raw).await?)
}

/// Reads the mailbox of such reports once, where it is due: for tests, which do not run what looks after it.
///
/// # Errors
/// Where the database does not answer.
pub async fn read_bounces(portal: &SharedPortal) -> anyhow::Result<bounces::poll::Pass> {
    Ok(bounces::poll::pass(portal, OWNERS).await?)
}

/// Takes such reports from mail servers until `stop` is given; where no address is set for them, none.
pub async fn receive_bounces(portal: SharedPortal, listener: TcpListener, stop: CancellationToken) {
    if let Some(address) = portal.config.mail.bounce_address.clone() {
        Receiver::new(portal, OWNERS, address).serve(listener, stop).await;
    }
}

/// Lets the address in the settings win over the one that the company has, where it was set on purpose.
///
/// # Errors
/// Where another company of the installation lives at that address.
pub async fn settle_address(portal: &SharedPortal) -> anyhow::Result<()> {
    let Some(url) = portal.config.public_url.clone() else { return Ok(()) };
    let (wanted, now) = (url.clone(), portal.now());
    match portal.write(move |tx| company::settings::move_to(tx, &wanted, now)).await? {
        Move::Nothing => Ok(()),
        Move::From(before) => {
            tracing::warn!(before, now = url, "the portal moves to the public_url of the settings");
            Ok(company::mail::take_up(portal).await?)
        }
        Move::Taken => bail!("public_url = {url:?}: another company lives there, choose another address"),
    }
}

/// Where people reach the portal.
pub async fn address(portal: &SharedPortal) -> anyhow::Result<String> {
    let company = portal.read(|tx| tx.companies().first()).await?;
    Ok(company.map_or_else(|| portal.config.default_public_url(), |company| company.public_url))
}

/// The link by which the portal is set up; `None` where it stands already.
pub async fn setup_link(portal: &SharedPortal) -> anyhow::Result<Option<String>> {
    let (random, now) = (Arc::clone(&portal.random), portal.now());
    let code = portal.write(move |tx| setup::new_code(tx, &*random, now)).await?;
    Ok(code.map(|code| format!("{}/setup?code={code}", portal.config.default_public_url())))
}
