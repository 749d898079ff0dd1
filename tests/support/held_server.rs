//! A mail server that takes every letter, and stops at a chosen moment of a conversation until it is let go on. It
//! writes down what it took: what is in its hands with the final dot.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Where a conversation can be stopped.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Moment {
    /// The connection stands, and nothing was said yet.
    Greeting,
    /// EHLO was heard.
    Hello,
    /// MAIL was heard.
    Mail,
    /// RCPT was heard.
    Rcpt,
    /// DATA was heard.
    Data,
    /// The letter is there but for its final dot.
    Body,
    /// The final dot is there, the answer is not.
    Dot,
    /// The sender has read the answer to a dot that was held: it says something new.
    After,
}

/// How long a conversation is held at the most: a test that fails must not hang.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running mail server on this machine.
pub struct HeldServer {
    port: u16,
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The moment to stop at, when it has come so often.
    hold: Option<(Moment, usize)>,
    is_held: bool,
    /// While a conversation is held, all others stand still, too.
    stops_all: bool,
    /// Counts how often conversations were let go on.
    turns: u64,
    /// Conversations that have not ended.
    open: usize,
    letters: Vec<Vec<u8>>,
}

impl HeldServer {
    /// Starts one.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let inner = Arc::<Inner>::default();
        let shared = Arc::clone(&inner);
        // Ends with the program of tests: nobody waits for these threads.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                shared.lock().open += 1;
                std::thread::spawn(move || {
                    let ended = talk(&shared, stream);
                    shared.lock().open -= 1;
                    ended
                });
            }
        });
        Self { port, inner }
    }

    /// Where it listens, on the loopback address.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Lets the conversation that comes to this moment as the `nth` stop there.
    pub fn hold_at(&self, moment: Moment, nth: usize) {
        self.inner.lock().hold = Some((moment, nth));
    }

    /// The same, and then all others stop, too: no more letters leave.
    pub fn hold_all_at(&self, moment: Moment, nth: usize) {
        let mut state = self.inner.lock();
        (state.hold, state.stops_all) = (Some((moment, nth)), true);
    }

    /// Whether a conversation has stopped where it was to; waits for it.
    pub fn is_held(&self) -> bool {
        let held = self.inner.changed.wait_timeout_while(self.inner.lock(), PATIENCE, |state| !state.is_held);
        held.unwrap_or_else(PoisonError::into_inner).0.is_held
    }

    /// Lets it go on, perhaps to stop again at another moment.
    pub fn let_go(&self, next: Option<Moment>) {
        let mut state = self.inner.lock();
        (state.hold, state.is_held, state.stops_all) = (next.map(|moment| (moment, 1)), false, false);
        state.turns += 1;
        drop(state);
        self.inner.changed.notify_all();
    }

    /// Whether it took letters, and nobody speaks to it any more.
    pub fn is_left_alone(&self) -> bool {
        let state = self.inner.lock();
        state.open == 0 && !state.letters.is_empty()
    }

    /// The letters that it took, as they came.
    pub fn letters(&self) -> Vec<Vec<u8>> {
        self.inner.lock().letters.clone()
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A conversation comes to a moment; whether it was held there.
    fn arrive(&self, moment: Moment) -> bool {
        let mut state = self.lock();
        if state.is_held && state.stops_all {
            self.wait_to_go_on(state);
            return false;
        }
        match &mut state.hold {
            Some((at, left)) if *at == moment && *left > 1 => {
                *left -= 1;
                return false;
            }
            Some((at, _)) if *at == moment => state.hold = None,
            _ => return false,
        }
        state.is_held = true;
        self.changed.notify_all();
        self.wait_to_go_on(state);
        true
    }

    fn wait_to_go_on(&self, state: MutexGuard<'_, State>) {
        let turn = state.turns;
        drop(self.changed.wait_timeout_while(state, PATIENCE, |state| state.turns == turn));
    }
}

fn talk(inner: &Inner, stream: TcpStream) -> std::io::Result<()> {
    inner.arrive(Moment::Greeting);
    let mut answers = stream.try_clone()?;
    let mut heard = BufReader::new(stream);
    let mut say = |words: &str| answers.write_all(format!("{words}\r\n").as_bytes());
    say("220 held")?;
    let (mut line, mut was_held) = (String::new(), false);
    loop {
        line.clear();
        if heard.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if std::mem::take(&mut was_held) {
            inner.arrive(Moment::After);
        }
        match line.get(..4).unwrap_or_default() {
            "EHLO" => {
                inner.arrive(Moment::Hello);
                say("250 held")?;
            }
            "MAIL" => {
                inner.arrive(Moment::Mail);
                say("250 fine")?;
            }
            "RCPT" => {
                inner.arrive(Moment::Rcpt);
                say("250 fine")?;
            }
            "DATA" => {
                inner.arrive(Moment::Data);
                say("354 go on")?;
                let Some(letter) = letter(inner, &mut heard)? else { return Ok(()) };
                inner.lock().letters.push(letter);
                was_held = inner.arrive(Moment::Dot);
                say("250 taken")?;
            }
            _ => say("250 fine")?,
        }
    }
}

/// The letter up to its dot; nothing where the sender goes away before it.
fn letter(inner: &Inner, heard: &mut BufReader<TcpStream>) -> std::io::Result<Option<Vec<u8>>> {
    let (mut letter, mut line) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        if heard.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line == b".\r\n" {
            return Ok(Some(letter));
        }
        letter.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        // The last line of a letter of several parts.
        if line.starts_with(b"--") && line.ends_with(b"--\r\n") {
            inner.arrive(Moment::Body);
        }
    }
}
