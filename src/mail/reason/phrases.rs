//! What mail servers say in words where a code tells too little or is missing.

use crate::mail::smtp::Enhanced;

/// Phrases, in small letters, with what they mean in the words of RFC 3463.
const PHRASES: [(&[&str], Enhanced); 5] = [
    (
        &[
            "user unknown",
            "unknown user",
            "no such user",
            "no such recipient",
            "no such mailbox",
            "does not exist",
            "doesn't exist",
            "user not found",
            "recipient not found",
            "wasn't found at",
            "address not found",
            "couldn't be found",
            "could not be found",
            "not listed in",
            "no mailbox here by that name",
            "mailbox unavailable",
            "mailbox not found",
            "invalid recipient",
            "recipient rejected",
            "address rejected",
            "unrouteable address",
            "unknown address",
            "bad destination",
            "is not recognized",
            "account has been disabled",
            "account that you tried to reach",
            "domain not found",
            "host not found",
            "no such domain",
            "нет такого",
            "не существует",
            "не найден",
            "неизвестный пользователь",
            "недействительный адрес",
            "ящик отключен",
            "ящик отключён",
            "заблокирован за неиспользование",
        ],
        Enhanced(5, 1, 1),
    ),
    (
        &[
            "over quota",
            "quota exceeded",
            "exceeded quota",
            "exceeds quota",
            "exceeded storage",
            "mailbox full",
            "mailbox is full",
            "inbox is full",
            "out of storage",
            "переполнен",
            "превышена квота",
            "превышен размер ящика",
        ],
        Enhanced(5, 2, 2),
    ),
    (&["message too large", "message size exceeds", "too big", "слишком больш"], Enhanced(5, 3, 4)),
    (
        &[
            "timed out",
            "timeout",
            "could not connect",
            "couldn't connect",
            "connection refused",
            "i'm not going to try again",
            "this message has been in the queue too long",
            "retry timeout exceeded",
            "delivery time expired",
            "could not be delivered within",
            "истекло время",
            "не отвечает",
        ],
        Enhanced(5, 4, 7),
    ),
    (
        &[
            "spam",
            "blocked",
            "blacklist",
            "block list",
            "policy",
            "not authorized",
            "not permitted",
            "access denied",
            "relaying denied",
            "спам",
            "отклонен",
            "отклонён",
            "запрещен",
        ],
        Enhanced(5, 7, 1),
    ),
];

/// What a text in small letters means where it has no code.
pub(in crate::mail) fn meant_by(lower: &str) -> Option<Enhanced> {
    PHRASES.iter().find(|(phrases, _)| says(lower, phrases)).map(|(_, meaning)| *meaning)
}

/// Whether one of these phrases stands in a text in small letters.
fn says(lower: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| lower.contains(phrase))
}

/// What a server says to who sends too much.
const OF_RATE: [&str; 14] = [
    "rate limit",
    "rate-limit",
    "ratelimit",
    "rate control",
    "rate exceeded",
    "sending rate",
    "message rate",
    "limit exceeded",
    "exceeded the",
    "too many",
    "too fast",
    "throttl",
    "slow down",
    "слишком много",
];

/// What a server says to who has sent all that he may for now, with a code that sounds final.
const OF_QUOTA: [&str; 25] = [
    "sending limit",
    "sending quota",
    "daily limit",
    "daily quota",
    "daily message quota",
    "daily sending",
    "hourly limit",
    "hourly quota",
    "outgoing limit",
    "outbound limit",
    "limit for message recipients",
    "recipients per",
    "exceeded threshold",
    "unusual sending activity",
    "message limit",
    "messages per",
    "emails per",
    "rate limit",
    "rate exceeded",
    "too many messages",
    "too many emails",
    "too many mails",
    "лимит отправ",
    "лимит пис",
    "суточный лимит",
];

/// Whether a text in small letters says that the sender, and not the mailbox of the recipient, has used up a limit.
pub(super) fn is_about_quota(lower: &str) -> bool {
    says(lower, &OF_QUOTA)
}

/// What a server says to who may not send through it to others' domains.
const OF_RELAY: [&str; 14] = [
    "relay access denied",
    "relaying denied",
    "relay denied",
    "relay not permitted",
    "relaying not permitted",
    "relaying not allowed",
    "unable to relay",
    "cannot relay",
    "do not relay",
    "not relay",
    "relay not allowed",
    "relaying prohibited",
    "relay prohibited",
    // As qmail has it.
    "allowed rcpthosts",
];

/// What a server says to who writes from an address that it does not let him, or nobody, write from.
const OF_SENDER: [&str; 14] = [
    "sender address rejected",
    "sender address refused",
    "sender address not",
    "sender rejected",
    "sender refused",
    "sender denied",
    "sender not allowed",
    "sender not authorized",
    "sender verify failed",
    "invalid sender",
    "bad outbound sender",
    "not owned by user",
    "send as this sender",
    "адрес отправителя",
];

/// Whether a text in small letters says that the address letters come from is refused, and not the one they go to: an
/// answer about a recipient may tell of another server's as well.
pub(super) fn is_about_sender(lower: &str) -> bool {
    says(lower, &OF_SENDER) && !says(lower, &["recipient address", "recipient verify"])
}

/// What some say of an address that does not exist with the code of a policy.
const OF_NOBODY: [&str; 4] = ["no such user", "user unknown", "unknown user", "no such mailbox"];

/// Whether a text in small letters says no more than that there is no such address.
pub(super) fn is_about_nobody(lower: &str) -> bool {
    says(lower, &OF_NOBODY)
}

/// Whether a text in small letters says that the server passes nothing on to the recipient's domain.
pub(super) fn is_about_relaying(lower: &str) -> bool {
    says(lower, &OF_RELAY)
}

/// Whether a text in small letters puts off because of how much is sent, and not because the sender is a stranger.
pub(super) fn is_about_rate(lower: &str) -> bool {
    !says(lower, &["greylist", "graylist"]) && says(lower, &OF_RATE)
}
