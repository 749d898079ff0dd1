//! Whether letters get straight out of here: tried with the mail servers of the sender's own domain, which exist and
//! are his.

use std::time::Duration;

use super::super::output::Output;
use super::{Finding, PATIENCE, say};
use crate::base::clock::{Clock as _, SystemClock};
use crate::base::email_address::domain_of;
use crate::i18n::Arg;
use crate::mail::direct::{Direct, Probe, theirs};
use crate::mail::dns::is_public;
use crate::mail::reason::classify;

/// The longest for all servers of the domain.
const WHOLE: Duration = Duration::from_secs(30);

/// Opens a session and closes it again.
pub(super) async fn look(direct: &Direct, from: &str, output: &Output) -> Finding {
    let domain = domain_of(from);
    if !is_public(domain) {
        return Finding::Advice(say(output, "doctor-direct-no-domain", from));
    }
    match direct.probe(domain, PATIENCE, WHOLE, SystemClock.now()).await {
        Probe::Answers => Finding::Good(say(output, "doctor-direct-good", domain)),
        Probe::Fails(failure) => {
            let failure = theirs(failure);
            let reason = output.locale.t(classify(&failure).key());
            let args = [
                ("about", Arg::Text(domain)),
                ("reason", Arg::Text(&reason)),
                ("words", Arg::Text(&failure.text)),
            ];
            Finding::Bad(output.locale.with("doctor-direct-bad", &args))
        }
        Probe::Late => Finding::Bad(say(output, "doctor-direct-late", domain)),
    }
}
