//! A sender on a clock of its own, whose letters tell nothing but their number.

use std::sync::Arc;

use collega::base::background::Background;
use collega::base::clock::{ManualClock, SharedClock, Timestamp};
use collega::base::id::{CompanyId, LetterId};
use collega::base::random::{Random, SeededRandom};
use collega::base::secret::SecretKey;
use collega::i18n::Language;
use collega::mail::composed::Composed;
use collega::mail::design::LetterBody;
use collega::mail::dkim::Signer;
use collega::mail::message::Mailbox;
use collega::mail::outbox::{Delivery, Letter, NewLetter, Priority};
use collega::mail::pace::Proof;
use collega::mail::sender::{Compose, Owner, Owners, Sender, Writer};
use collega::mail::transport::{Switch, Wish};
use collega::store::{Error, Result, Tx};
use tokio_util::sync::CancellationToken;

use super::databases::{TestDatabase, bare_company};
use super::picky_server::PickyServer;
use super::smtp_sink::SmtpSink;

pub const START: Timestamp = Timestamp(1_795_413_600_000);
pub const COMPANY: CompanyId = CompanyId(1);

/// A sender on a clock of its own, whose letters tell nothing but their number.
pub struct Post {
    pub sender: Sender,
    pub clock: Arc<ManualClock>,
}

impl Post {
    pub async fn new(database: &TestDatabase, sink: Option<&SmtpSink>) -> Self {
        collega::base::tls::install_provider();
        let switch = Switch::new(4, "localhost");
        if let Some(sink) = sink {
            switch.set(by(sink), "localhost");
        }
        let clock = Arc::new(ManualClock::new(START));
        let shared: SharedClock = Arc::clone(&clock) as SharedClock;
        let sender = Sender {
            db: database.db.clone(),
            clock: shared,
            random: Arc::new(SeededRandom::new(1)),
            key: SecretKey::new([1; 32]),
            switch: Arc::new(switch),
            bell: Arc::default(),
            owners: Owners {
                owners: &[Owner {
                    kinds: &["test", "broken", "unwanted", "last"],
                    compose: Compose::One(compose),
                    note: Some(note),
                    proof: Proof::Letter,
                }],
                from: |_, _| unreachable!(),
                failed: |_, _, _| Ok(()),
            },
            from: Some(Mailbox::unnamed("no-reply@romashka.example")),
            writer: Writer::new(Signer::default(), Background::start("letters").unwrap()),
            return_address: None,
        };
        let post = Self { sender, clock };
        post.write(|tx| bare_company(tx, "Ромашка", "localhost")).await;
        post
    }

    pub async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.sender.db.write(work).await.unwrap()
    }

    pub async fn queue(&self, count: usize) -> Vec<LetterId> {
        self.queue_as(count, Priority::Bulk).await
    }

    pub async fn queue_as(&self, count: usize, priority: Priority) -> Vec<LetterId> {
        self.queue_to((0..count).map(|n| format!("person{n}@example.org")).collect(), priority).await
    }

    /// Queues a letter to each of these addresses.
    pub async fn queue_to(&self, addresses: Vec<String>, priority: Priority) -> Vec<LetterId> {
        self.write(move |tx| {
            addresses
                .iter()
                .enumerate()
                .map(|(n, email)| {
                    let message_id = format!("{n}.{}@localhost", priority as i64);
                    tx.outbox().enqueue(
                        &NewLetter {
                            company: COMPANY,
                            kind: "test",
                            subject_id: i64::try_from(n).unwrap(),
                            sender: None,
                            batch: None,
                            email,
                            email_key: email,
                            name: "Иван",
                            language: Language::Ru,
                            message_id: &message_id,
                            priority,
                            not_before: START,
                        },
                        START,
                    )
                })
                .collect()
        })
        .await
    }

    /// Lets letters leave by this server.
    pub fn leave_by(&self, url: &str) {
        self.sender.switch.set(Wish::Server(url.parse().unwrap()), "localhost");
    }

    pub async fn deliver(&self) -> usize {
        self.sender.pass(&CancellationToken::new()).await.unwrap()
    }

    pub async fn letter(&self, id: LetterId) -> Letter {
        self.write(move |tx| Ok(tx.outbox().find(COMPANY, id)?.unwrap())).await
    }

    pub async fn sql(&self, sql: &'static str) {
        self.write(move |tx| tx.execute(sql, &[]).map(drop)).await;
    }
}

fn compose(_: &mut Tx<'_>, _: &SecretKey, letter: &Letter, _: Timestamp) -> Result<Option<Composed>> {
    match letter.kind.as_str() {
        "broken" => return Err(Error::broken("a bad word in a row")),
        "unwanted" => return Ok(None),
        _ => {}
    }
    let body = LetterBody {
        language: letter.language,
        company: "Ромашка".to_owned(),
        title: "Проба".to_owned(),
        preheader: String::new(),
        heading: format!("Письмо {}", letter.subject_id),
        paragraphs: Vec::new(),
        facts: Vec::new(),
        button: None,
        code: None,
        closing: Vec::new(),
        footer: Vec::new(),
        opt_out: None,
    };
    Ok(Some(Composed {
        subject: "Проба".to_owned(),
        body,
        reply_to: None,
        from_name: "Портал".to_owned(),
        in_reply_to: None,
        list_unsubscribe: None,
    }))
}

/// Keeps what the feature was told, where a test can read it. What comes behind the last one is to wait.
fn note(tx: &mut Tx<'_>, letter: &Letter, delivery: Delivery, _: &dyn Random, now: Timestamp) -> Result<()> {
    if letter.kind == "last" {
        tx.outbox().begin_pause(None, "", now)?;
    }
    tx.execute("UPDATE letters SET name = $1 WHERE id = $2", &[delivery.word().into(), letter.id.into()])
        .map(drop)
}

/// The wish that letters leave by this server.
pub fn by(sink: &SmtpSink) -> Wish {
    Wish::Server(format!("smtp://127.0.0.1:{}", sink.port()).parse().unwrap())
}

/// The Message-IDs that the server has, sorted.
pub fn message_ids(sink: &SmtpSink) -> Vec<String> {
    let mut ids: Vec<String> = sink
        .letters()
        .iter()
        .map(|letter| {
            let line = letter.lines().find(|line| line.to_lowercase().starts_with("message-id:"));
            line.expect("a Message-ID")[11..].trim().to_owned()
        })
        .collect();
    ids.sort();
    ids
}

/// A post whose letters leave by a server that is hard to please.
pub async fn picky(
    database: &TestDatabase,
    refusals: &'static [(&'static str, &'static str)],
) -> (Post, PickyServer) {
    let post = Post::new(database, None).await;
    let server = PickyServer::start(refusals);
    post.leave_by(&format!("smtp://anna:wrong@127.0.0.1:{}", server.port()));
    (post, server)
}

/// Lets the sender run until the test stops it.
pub fn running(post: &Post) -> (CancellationToken, tokio::task::JoinHandle<()>) {
    let (sender, stop) = (post.sender.clone(), CancellationToken::new());
    let stopped = stop.clone();
    (stop, tokio::spawn(async move { sender.run(stopped).await }))
}
