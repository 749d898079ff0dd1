//! The page of the templates: words, what they become, a letter to oneself, and back to the portal's own.

pub mod preview;
mod trial_view;

use askama::Template;
use axum::extract::Path;
use axum::routing::get;
use axum::{Form, Router};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use self::trial_view::TrialView;
use super::change::{self, Flaw, Measure, Outcome, read};
use super::placeholder::{self, Placeholder, Text};
use super::{Field, TemplateLetter, Wording, in_force, trial};
use crate::base::clock::Timestamp;
use crate::company::Company;
use crate::company::settings::locked;
use crate::i18n::{Language, Locale};
use crate::portal::{Portal, SharedPortal};
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::forms::{Errors, error_of};
use crate::web::limits::Attempt;
use crate::web::merge::{Fields, SHOWN, fields_of, form_of, mark, merge_each, value};
use crate::web::page::{PageResult, page, page_with, see_other, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{SettingsManager, SignedIn};

const PATH: &str = "/settings/letters";

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route(PATH, get(first))
        .route("/settings/letters/{letter}/{language}", get(show).post(save))
        .route("/settings/letters/{letter}/{language}/preview", get(preview::kept).post(preview::typed))
        .route("/settings/letters/{letter}/{language}/trial", get(back).post(try_out))
        .route("/settings/letters/{letter}/{language}/reset", get(ask).post(reset))
        .route("/settings/letters/trials/{id}", get(trial_view::show))
}

/// Which letter, in which language: the parts of the path.
#[derive(Clone, Copy, Eq, PartialEq)]
struct Place {
    letter: TemplateLetter,
    language: Language,
}

type Parts = Path<(String, String)>;

impl Place {
    fn of(Path((letter, language)): &Parts) -> Result<Self, Failure> {
        let letter = TemplateLetter::from_word(letter).ok_or(Failure::NotFound)?;
        let language = Language::ALL.into_iter().find(|known| known.tag() == language);
        Ok(Self { letter, language: language.ok_or(Failure::NotFound)? })
    }

    fn path(self) -> String {
        format!("{PATH}/{}/{}", self.letter.word(), self.language)
    }

    /// The words of the letter, not of the page.
    fn locale(self) -> Locale {
        Locale::new(self.language)
    }

    fn names(self) -> Vec<&'static str> {
        self.letter.fields().iter().map(|field| field.word()).collect()
    }
}

#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
struct WordsForm {
    subject: String,
    heading: String,
    body: String,
    button: String,
    closing: String,
}

impl WordsForm {
    /// With gaps as they are written in the language of the letter.
    fn of(wording: &Wording, place: Place) -> Self {
        let [subject, heading, body, button, closing] =
            Field::ALL.map(|field| Text::kept(wording.field(field)).shown(place.locale()));
        Self { subject, heading, body, button, closing }
    }

    fn field(&self, field: Field) -> &str {
        match field {
            Field::Subject => &self.subject,
            Field::Heading => &self.heading,
            Field::Body => &self.body,
            Field::Button => &self.button,
            Field::Closing => &self.closing,
        }
    }

    fn typed(&self) -> Wording {
        Wording::of(|field| self.field(field).to_owned())
    }
}

/// A letter or a language to go to.
struct Way {
    href: String,
    words: String,
    is_here: bool,
}

/// What may stand in a gap.
struct Gap {
    written: String,
    meaning: String,
    /// What it becomes in the preview.
    value: String,
}

#[derive(Template)]
#[template(path = "settings/letters.html")]
struct TemplatePage {
    shell: Shell,
    place: Place,
    path: String,
    letters: Vec<Way>,
    languages: Vec<Way>,
    /// What was in force when the form was shown.
    shown: String,
    form: WordsForm,
    errors: Errors,
    gaps: Vec<Gap>,
    /// The portal's own words, field by field.
    defaults: Vec<(String, String)>,
    is_default: bool,
    /// Whether the form holds more than what is kept.
    is_typed: bool,
    trial: Option<TrialView>,
    me: String,
}

impl TemplatePage {
    fn new(me: &SignedIn, place: Place, kept: &Wording, form: WordsForm) -> Self {
        let default = Wording::default_of(place.letter, place.language);
        let present = WordsForm::of(kept, place);
        Self {
            shell: me.shell(Section::Settings),
            path: place.path(),
            letters: letters(me.locale(), place),
            languages: languages(place),
            shown: mark(&fields_of(&present)),
            errors: Errors::new(),
            gaps: gaps(me, place),
            defaults: defaults(me.locale(), place, default),
            is_default: kept == default,
            is_typed: form.typed() != present.typed(),
            form,
            trial: None,
            me: me.me.email.clone(),
            place,
        }
    }

    fn refused(self, errors: Errors) -> Self {
        Self { errors, ..self }
    }

    fn error(&self, field: &str) -> String {
        error_of(&self.errors, field)
    }

    /// All that is to be mended, each with its field: the same may be wrong with several.
    fn mistakes(&self) -> Errors {
        let locale = self.shell.locale;
        let called = |(id, words): &(&'static str, String)| {
            let field = Field::ALL.into_iter().find(|field| field.word() == *id);
            let words =
                field.map_or_else(|| words.clone(), |field| format!("{}: {words}", label(locale, field)));
            (*id, words)
        };
        self.errors.iter().map(called).collect()
    }

    /// Whether it leaves from one's own mail program, which the portal sends nothing by.
    fn is_of_mail_app(&self) -> bool {
        self.place.letter == TemplateLetter::MailApp
    }
}

/// The portal's own words, field by field.
fn defaults(locale: Locale, place: Place, default: &Wording) -> Vec<(String, String)> {
    let words = WordsForm::of(default, place);
    let fields = place.letter.fields().iter();
    let told = fields.map(|field| (label(locale, *field), words.field(*field).to_owned()));
    told.filter(|(_, words)| !words.is_empty()).collect()
}

fn label(locale: Locale, field: Field) -> String {
    locale.t(&format!("letter-template-field-{}", field.word()))
}

fn title(locale: Locale, letter: TemplateLetter) -> String {
    locale.t(&format!("letter-template-{}", letter.word()))
}

fn letters(locale: Locale, here: Place) -> Vec<Way> {
    let way = |letter| Way {
        href: Place { letter, ..here }.path(),
        words: title(locale, letter),
        is_here: letter == here.letter,
    };
    TemplateLetter::ALL.map(way).into()
}

fn languages(here: Place) -> Vec<Way> {
    let way = |language: Language| Way {
        href: Place { language, ..here }.path(),
        words: language.own_name().to_owned(),
        is_here: language == here.language,
    };
    Language::ALL.map(way).into()
}

/// The gaps of the text, with what they become for whoever looks.
fn gaps(me: &SignedIn, place: Place) -> Vec<Gap> {
    let (locale, company) = (place.locale(), &me.visitor.company);
    let value = |gap| match gap {
        Placeholder::Company => company.name.clone(),
        Placeholder::Inviter => me.me.shown_name().to_owned(),
        Placeholder::Invitee => locale.t("letter-sample-name"),
        Placeholder::Department => locale.t("letter-sample-department"),
        Placeholder::Until => {
            let now = me.visitor.portal.now();
            locale.exactly(now.plus_days(company.inviting.invitation_days), &company.zone())
        }
        Placeholder::Link => company.link("/j/…"),
    };
    let all = place.letter.placeholders(Field::Body).iter();
    all.map(|gap| Gap {
        written: gap.shown(locale),
        meaning: me.locale().t(&format!("letter-template-gap-{}", gap.word())),
        value: value(*gap),
    })
    .collect()
}

/// Where nothing was chosen: the invitation in the language of most letters.
async fn first(SettingsManager(me): SettingsManager) -> PageResult {
    let place = Place { letter: TemplateLetter::Invitation, language: me.visitor.company.language };
    shown(&me, place).await
}

async fn show(SettingsManager(me): SettingsManager, parts: Parts) -> PageResult {
    shown(&me, Place::of(&parts)?).await
}

async fn shown(me: &SignedIn, place: Place) -> PageResult {
    let kept = kept(me, place).await?;
    page(&TemplatePage::new(me, place, &kept, WordsForm::of(&kept, place)))
}

async fn kept(me: &SignedIn, place: Place) -> Result<Wording, Failure> {
    let (company, Place { letter, language }) = (me.visitor.company.id, place);
    let read = me.visitor.portal.read(move |tx| in_force(tx, company, letter, language, Timestamp::NEVER));
    Ok(read.await?)
}

/// What is typed, as it would be kept; for a page and its preview alike.
fn checked(me: &SignedIn, place: Place, form: &WordsForm) -> Result<Wording, change::Problems> {
    let company = &me.visitor.company;
    let link = company.link(&format!("/j/{}", trial::no_secret(&me.visitor.portal.key, company)));
    let measure = Measure { company, inviter: me.me.shown_name(), link: &link };
    read(place.letter, place.language, &form.typed(), &measure, me.visitor.portal.now())
}

async fn save(SettingsManager(me): SettingsManager, parts: Parts, Form(fields): Form<Fields>) -> PageResult {
    let place = Place::of(&parts)?;
    let (actor, locale, now) = (me.actor(), me.locale(), me.visitor.portal.now());
    let reader = me.clone();
    let done = me.visitor.portal.write(move |tx| {
        let company: Company = locked(tx, &actor)?;
        let kept = in_force(tx, company.id, place.letter, place.language, Timestamp::NEVER)?;
        let present = WordsForm::of(&kept, place);
        let (form, clashes) = merge_each(locale, fields.clone(), &present, &place.names(), |_, now| now);
        let outcome = match checked(&reader, place, &form) {
            _ if !clashes.is_empty() => None,
            Ok(wording) => Some(change::change(tx, &actor, (place.letter, place.language), &wording, now)?),
            Err(problems) => Some(Outcome::Refused(problems)),
        };
        Ok((kept, form, clashes, outcome))
    });
    let (kept, form, mut errors, outcome) = done.await?;
    match outcome {
        Some(Outcome::Changed) => {
            return Ok(see_other_with(&place.path(), &flash::good("letter-template-saved", None)));
        }
        Some(Outcome::NotAllowed) => return Err(Failure::Forbidden),
        Some(Outcome::Refused(problems)) => errors.extend(told(locale, place, &problems)),
        None => {}
    }
    let again = TemplatePage::new(&me, place, &kept, form).refused(errors);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
}

/// Where a trial was answered there is no page to come back to.
async fn back(_: SettingsManager, parts: Parts) -> PageResult {
    Ok(see_other(&Place::of(&parts)?.path()))
}

/// Sends what is typed to who typed it, and keeps nothing of it as the template.
async fn try_out(
    SettingsManager(me): SettingsManager,
    parts: Parts,
    Form(fields): Form<Fields>,
) -> PageResult {
    let place = Place::of(&parts)?;
    let kept = kept(&me, place).await?;
    let form: WordsForm = form_of(&fields);
    let mut answer = TemplatePage::new(&me, place, &kept, form);
    // Nothing was put together with what others saved meanwhile: that is for the saving to do.
    answer.shown = value(&fields, SHOWN);
    let portal = SharedPortal::clone(&me.visitor.portal);
    if let Err(failure) = portal.limits.check(Attempt::TemplateTrial, me.visitor.ip, Some(&me.me.email)) {
        answer.trial = Some(TrialView::refused(&failure, me.locale()));
        return page_with(failure.status(), &answer);
    }
    match queue(&portal, &me, place, answer.form.typed()).await? {
        trial::Outcome::Queued(id) => {
            portal.outbox_bell.ring();
            answer.trial = Some(TrialView::find(&me, id).await?);
            page(&answer)
        }
        trial::Outcome::NotAllowed => Err(Failure::Forbidden),
        trial::Outcome::Refused(problems) => {
            let errors = told(me.locale(), place, &problems);
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &answer.refused(errors))
        }
    }
}

async fn queue(
    portal: &Portal,
    me: &SignedIn,
    place: Place,
    typed: Wording,
) -> Result<trial::Outcome, Failure> {
    let (actor, company, random) = (me.actor(), me.visitor.company.clone(), portal.random.clone());
    let (me, now) = (me.me.clone(), portal.now());
    let sent = portal.write(move |tx| {
        let Place { letter, language } = place;
        let attempt = trial::Attempt { letter, language, typed: &typed, me: &me };
        trial::send(tx, &actor, &company, &attempt, &*random, now)
    });
    Ok(sent.await?)
}

#[derive(Template)]
#[template(path = "settings/letters_reset.html")]
struct ResetPage {
    shell: Shell,
    title: String,
    path: String,
    defaults: Vec<(String, String)>,
}

async fn ask(SettingsManager(me): SettingsManager, parts: Parts) -> PageResult {
    let place = Place::of(&parts)?;
    let locale = me.locale();
    let title = format!("{}, {}", title(locale, place.letter), place.language.own_name());
    let defaults = defaults(locale, place, Wording::default_of(place.letter, place.language));
    page(&ResetPage { shell: me.shell(Section::Settings), title, path: place.path(), defaults })
}

async fn reset(SettingsManager(me): SettingsManager, parts: Parts) -> PageResult {
    let place = Place::of(&parts)?;
    let (actor, now) = (me.actor(), me.visitor.portal.now());
    let Place { letter, language } = place;
    match me.visitor.portal.write(move |tx| change::reset(tx, &actor, letter, language, now)).await? {
        Outcome::Changed => Ok(see_other_with(&place.path(), &flash::good("letter-template-reset", None))),
        Outcome::NotAllowed | Outcome::Refused(_) => Err(Failure::Forbidden),
    }
}

/// What to mend, in words.
fn told(locale: Locale, place: Place, problems: &change::Problems) -> Errors {
    problems.iter().map(|(field, flaw)| (field.word(), words(locale, place, *field, flaw))).collect()
}

fn words(locale: Locale, place: Place, field: Field, flaw: &Flaw) -> String {
    let number = |number: &usize| i64::try_from(*number).unwrap_or(i64::MAX);
    let shown = |gap: &Placeholder| gap.shown(place.locale());
    let possible: Vec<String> = place.letter.placeholders(field).iter().map(shown).collect();
    let possible = possible.join(", ");
    match flaw {
        Flaw::Empty => locale.t("letter-template-empty"),
        Flaw::TooLong { has, most } => locale
            .with("letter-template-too-long", &[("n", number(most).into()), ("has", number(has).into())]),
        Flaw::Hidden(c, before) => {
            let code = format!("U+{:04X}", u32::from(*c));
            let key =
                if before.is_empty() { "letter-template-hidden-first" } else { "letter-template-hidden" };
            locale.with(key, &[("code", (&code).into()), ("before", before.into())])
        }
        Flaw::Gap(placeholder::Problem::Unknown(name)) if possible.is_empty() => {
            locale.named("letter-template-no-gaps", &format!("{{{name}}}"))
        }
        Flaw::Gap(placeholder::Problem::Unknown(name)) => {
            let name = format!("{{{name}}}");
            locale.with(
                "letter-template-unknown",
                &[("name", (&name).into()), ("possible", (&possible).into())],
            )
        }
        Flaw::Gap(placeholder::Problem::Unclosed(after)) => locale.named("letter-template-unclosed", after),
        Flaw::Gap(placeholder::Problem::Unopened(before)) => locale.named("letter-template-unopened", before),
        Flaw::NotHere(gap) if possible.is_empty() => locale.named("letter-template-no-gaps", &shown(gap)),
        Flaw::NotHere(gap) => {
            let name = shown(gap);
            locale.with(
                "letter-template-not-here",
                &[("name", (&name).into()), ("possible", (&possible).into())],
            )
        }
        Flaw::Link => locale.t("letter-template-link"),
        Flaw::NoLink => locale.named("letter-template-needs-link", &shown(&Placeholder::Link)),
        Flaw::OverAddress { length, most } => {
            let numbers = [("length", number(length).into()), ("most", number(most).into())];
            locale.with("letter-template-over-address", &numbers)
        }
    }
}
