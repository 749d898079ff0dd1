//! A browser without JavaScript: follows links and sends forms that are really on the page.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, multipart, redirect};
use scraper::{ElementRef, Html, Selector};

/// Somebody's browser, with cookies of its own.
#[derive(Clone)]
pub struct Browserless {
    client: Client,
    origin: String,
}

/// A page as it came, after all redirects.
#[derive(Debug)]
pub struct Page {
    /// The status.
    pub status: u16,
    /// The headers of the last answer.
    pub headers: HeaderMap,
    /// Where it came from, with its host.
    pub url: String,
    /// The markup.
    pub body: String,
}

impl Browserless {
    /// A fresh browser that asks for pages in `language`.
    pub fn new(origin: &str, language: &str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert("accept-language", HeaderValue::from_str(language).unwrap());
        let client = Client::builder()
            .cookie_store(true)
            .default_headers(headers)
            .redirect(redirect::Policy::limited(5))
            .build()
            .unwrap();
        Self { client, origin: origin.to_owned() }
    }

    /// Opens a path.
    pub async fn get(&self, path: &str) -> Page {
        self.send(Method::GET, path, None, &[]).await
    }

    /// Any request: a path, perhaps a form (already encoded pairs), further headers.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        form: Option<&[(String, String)]>,
        headers: &[(&str, &str)],
    ) -> Page {
        let mut request = self.client.request(method, format!("{}{path}", self.origin));
        if let Some(form) = form {
            request = request.form(form);
        }
        for (name, value) in headers {
            request = request.header(HeaderName::from_bytes(name.as_bytes()).unwrap(), *value);
        }
        Self::answer(request).await
    }

    async fn answer(request: RequestBuilder) -> Page {
        let response = request.send().await.unwrap();
        Page {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            url: response.url().to_string(),
            body: response.text().await.unwrap(),
        }
    }

    /// Posts a form that is not on any page: what an attacker or a script would do.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let form: Vec<(String, String)> = owned(fields);
        let origin = self.origin.clone();
        self.send(Method::POST, path, Some(&form), &[("origin", &origin), ("sec-fetch-site", "same-origin")])
            .await
    }

    /// Posts a form and gives the file that is answered.
    pub async fn file(&self, path: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let request = self.client.post(format!("{}{path}", self.origin)).form(&owned(fields));
        let response = request.header("origin", &self.origin).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        response.bytes().await.unwrap().to_vec()
    }

    /// Sends the form of `page` whose action, or that of a button, begins with `action`: what stands in its fields, but
    /// for `fields`, typed by the person. A name given several times stands for several boxes.
    pub async fn submit(&self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let (target, form) = page.filled_form(action, fields);
        let origin = self.origin.clone();
        self.send(
            Method::POST,
            &target,
            Some(&form),
            &[("origin", &origin), ("sec-fetch-site", "same-origin")],
        )
        .await
    }

    /// Presses a button that a page has, and types nothing.
    pub async fn press(&self, button: &Button) -> Page {
        let from = [("origin", self.origin.as_str()), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, &button.action, Some(&button.fields), &from).await
    }

    /// Sends a file by a form of several parts, as a browser does where one is chosen.
    pub async fn upload(&self, path: &str, field: &str, name: &str, bytes: Vec<u8>) -> Page {
        let part = multipart::Part::bytes(bytes).file_name(name.to_owned());
        let form = multipart::Form::new().part(field.to_owned(), part);
        let request = self.client.post(format!("{}{path}", self.origin)).multipart(form);
        Self::answer(request.header("origin", &self.origin).header("sec-fetch-site", "same-origin")).await
    }

    /// The bytes of what is no page, and its headers.
    pub async fn bytes(&self, path: &str) -> (u16, HeaderMap, Vec<u8>) {
        let response = self.client.get(format!("{}{path}", self.origin)).send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        (status, headers, response.bytes().await.unwrap().to_vec())
    }

    /// Follows the link of `page` whose address begins with `href`.
    pub async fn follow(&self, page: &Page, href: &str) -> Page {
        let links = page.attributes("a[href]", "href");
        let link = links
            .iter()
            .find(|link| link.starts_with(href))
            .unwrap_or_else(|| panic!("no {href} in {links:?}"));
        self.get(link).await
    }
}

fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

impl Page {
    /// Path and query.
    pub fn path(&self) -> &str {
        let after = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        after.find('/').map_or("/", |slash| &after[slash..])
    }

    /// The words that a person reads, blanks folded.
    pub fn text(&self) -> String {
        let document = self.read();
        let body = Selector::parse("body").unwrap();
        let words: Vec<&str> =
            document.select(&body).flat_map(|body| body.text()).flat_map(str::split_whitespace).collect();
        words.join(" ")
    }

    /// The page as it is read: where a word may break it is one word all the same.
    fn read(&self) -> Html {
        Html::parse_document(&self.body.replace("<wbr>", ""))
    }

    /// Whether a person reads these words.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The title of the window.
    pub fn title(&self) -> String {
        self.texts("title").join("")
    }

    /// The words of every element that fits.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let document = self.read();

        document.select(&Selector::parse(selector).unwrap()).map(words).collect()
    }

    /// An attribute of every element that fits.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let document = Html::parse_document(&self.body);

        document
            .select(&Selector::parse(selector).unwrap())
            .filter_map(|element| element.attr(name).map(str::to_owned))
            .collect()
    }

    /// What stands in the field of that name.
    pub fn value(&self, name: &str) -> String {
        let document = Html::parse_document(&self.body);
        let selector = Selector::parse(&format!("[name='{name}']")).unwrap();
        let field = document.select(&selector).next().unwrap_or_else(|| panic!("no field {name}"));
        value_of(field)
    }

    /// Where the form goes whose action begins with `action`, and what it sends with these typed in it.
    pub fn filled_form(&self, action: &str, typed: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
        let document = Html::parse_document(&self.body);
        let forms = Selector::parse("form[method=post]").unwrap();
        let target = |form: &ElementRef<'_>| form.attr("action").unwrap_or(self.path()).to_owned();
        let buttons = Selector::parse(&format!("button[formaction='{action}']")).unwrap();
        let has_button = |form: &ElementRef<'_>| document.select(&buttons).any(|it| is_of(it, *form));
        // The one of just this action, wherever it stands; else one with a button of it, the first that begins so.
        let exact = document.select(&forms).find(|form| target(form) == action);
        let by_button = || document.select(&forms).find(has_button).map(|form| (form, action.to_owned()));
        let similar = || document.select(&forms).find(|form| target(form).starts_with(action));
        let (form, target) = exact
            .map(|form| (form, target(&form)))
            .or_else(by_button)
            .or_else(|| similar().map(|form| (form, target(&form))))
            .unwrap_or_else(|| panic!("no form {action} on {}: {}", self.path(), self.text()));
        let mut fields = fields_of(&document, form);
        fields.retain(|(name, _)| typed.iter().all(|(typed, _)| typed != name));
        fields.extend(owned(typed));
        (target, fields)
    }

    /// Where a person gets from here: the addresses of links and pictures, and each button of each form for
    /// itself, as it stands.
    pub fn ways(&self) -> (Vec<String>, Vec<Button>) {
        let document = Html::parse_document(&self.body);
        let all = |selector: &str| -> Vec<ElementRef<'_>> {
            document.select(&Selector::parse(selector).unwrap()).collect()
        };
        let links = all("a[href], img[src]");
        let links = links.iter().filter_map(|it| it.attr("href").or(it.attr("src"))).map(str::to_owned);
        let (forms, pressed) =
            (all("form[method=get], form[method=post]"), all("button, input[type=submit]"));
        let mut buttons = Vec::new();
        for form in forms {
            let fields = fields_of(&document, form);
            let sends = |button: &&ElementRef<'_>| {
                let is_sent = !matches!(button.attr("type"), Some("button" | "reset"));
                is_sent && button.attr("disabled").is_none() && is_of(**button, form)
            };
            buttons.extend(pressed.iter().filter(sends).map(|button| self.button(form, *button, &fields)));
        }
        (links.collect(), buttons)
    }

    fn button(&self, form: ElementRef<'_>, button: ElementRef<'_>, fields: &[(String, String)]) -> Button {
        let own = button.attr("name").map(|name| (name, button.attr("value").unwrap_or_default()));
        let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let action = button.attr("formaction").or(form.attr("action")).unwrap_or(self.path());
        Button {
            action: action.to_owned(),
            fields: fields.iter().cloned().chain(own).collect(),
            posts: form.attr("method") == Some("post"),
            is_upload: form.attr("enctype") == Some("multipart/form-data"),
        }
    }
}

/// A button that sends a form.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Button {
    /// Where to.
    pub action: String,
    /// What stands in the form, with what the button itself says.
    pub fields: Vec<(String, String)>,
    /// Whether it may change something.
    pub posts: bool,
    /// Whether the form carries a file.
    pub is_upload: bool,
}

fn fields_of(document: &Html, form: ElementRef<'_>) -> Vec<(String, String)> {
    let all = Selector::parse("input[name], textarea[name], select[name]").unwrap();
    let mine = document.select(&all).filter(|field| is_of(*field, form) && is_sent(*field));
    mine.map(|field| (field.attr("name").unwrap_or_default().to_owned(), value_of(field))).collect()
}

/// Whether a field or a button belongs to a form.
fn is_of(element: ElementRef<'_>, form: ElementRef<'_>) -> bool {
    element.attr("form").map_or_else(|| is_within(element, form), |id| form.attr("id") == Some(id))
}

fn is_within(element: ElementRef<'_>, form: ElementRef<'_>) -> bool {
    element.ancestors().any(|ancestor| ancestor.id() == form.id())
}

/// Whether a browser would send this field as it stands.
fn is_sent(field: ElementRef<'_>) -> bool {
    let kind = field.attr("type").unwrap_or("text");
    let boxed = matches!(kind, "checkbox" | "radio");
    let button = matches!(kind, "submit" | "button" | "image" | "reset" | "file");
    field.attr("disabled").is_none() && !button && (!boxed || field.attr("checked").is_some())
}

fn value_of(field: ElementRef<'_>) -> String {
    match field.value().name() {
        "textarea" => field.text().collect::<String>().trim_start_matches('\n').to_owned(),
        "select" => {
            let options: Vec<ElementRef<'_>> = field.select(&Selector::parse("option").unwrap()).collect();
            let chosen = options.iter().find(|option| option.attr("selected").is_some()).or(options.first());
            chosen.map_or_else(String::new, |option| {
                option.attr("value").map_or_else(|| words(*option), str::to_owned)
            })
        }
        _ if matches!(field.attr("type"), Some("checkbox" | "radio")) => {
            field.attr("value").unwrap_or("on").to_owned()
        }
        _ => field.attr("value").unwrap_or_default().to_owned(),
    }
}

fn words(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
