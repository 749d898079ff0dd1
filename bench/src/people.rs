//! Every list, filter, search and count with 1,000,000 people at work against the same with 10,000, on both
//! engines; what the server needs for it; and the whole list taken along.

mod copy;
mod crowd;
mod names;

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::client::Client;
use crate::portal::{Portal, silent_server};
use crate::postgres::Cluster;
use crate::report::{Goal, Samples, note, ratio, value};

use self::crowd::Known;

const FEW: usize = 10_000;
const MANY: usize = 1_000_000;
const ROUNDS: usize = 40;
const WARM_UP: usize = 5;
/// How far into a list somebody walks.
const DEEP: usize = 15;
/// What stands once in each row of the list.
const ROW: &str = "name=\"id\"";
const SLOWER: f64 = 3.0;
const MILLISECONDS: f64 = 20.0;

/// What is asked for, and how many rows of what it has in both: only pages alike are compared.
struct Page {
    what: &'static str,
    path: String,
    mark: &'static str,
    count: usize,
}

pub fn run() -> Result<()> {
    let (_server, smtp) = silent_server()?;
    let (mut few, mut many) = (Portal::new(None, &smtp)?, Portal::new(None, &smtp)?);
    let known = crowd::fill(&few, FEW)?;
    let begun = Instant::now();
    crowd::fill(&many, MANY)?;
    note("filling SQLite", "s", begun.elapsed().as_secs_f64());
    let on_sqlite = measure("SQLite", &mut few, &mut many, &known);
    let cluster = Cluster::start()?;
    let begun = Instant::now();
    let (mut few, mut many) = (twin(&cluster, "few", &few)?, twin(&cluster, "many", &many)?);
    cluster.analyze()?;
    note("filling PostgreSQL", "s", begun.elapsed().as_secs_f64());
    measure("PostgreSQL", &mut few, &mut many, &known)?;
    on_sqlite
}

fn twin(cluster: &Cluster, name: &str, original: &Portal) -> Result<Portal> {
    let url = cluster.create(name)?;
    copy::copy(&original.database(), &url)?;
    Ok(original.twin(&url))
}

fn measure(engine: &str, few: &mut Portal, many: &mut Portal, known: &Known) -> Result<()> {
    for portal in [&mut *few, &mut *many] {
        // What a first start does to data of an older version needs memory that no later one does.
        portal.start()?;
        portal.stop();
        portal.start()?;
    }
    let (few_cookie, many_cookie) = (few.signed_in()?, many.signed_in()?);
    let (mut slowest, mut greatest, mut is_whole) = (0.0_f64, 0.0_f64, true);
    for page in pages(known) {
        let (mut few_client, mut many_client) = (few.client()?, many.client()?);
        let paths = reached(&mut few_client, &few_cookie, &page)
            .and_then(|few_path| Ok((few_path, reached(&mut many_client, &many_cookie, &page)?)));
        // Filling took long: the other pages are measured all the same.
        let (few_path, many_path) = match paths {
            Ok(paths) => paths,
            Err(error) => {
                println!("   {engine}, {}: not measured: {error:#}", page.what);
                is_whole = false;
                continue;
            }
        };
        let (mut in_few, mut in_many) = (Samples::default(), Samples::default());
        for round in 0..ROUNDS + WARM_UP {
            let first = timed(&mut few_client, &few_path, &few_cookie)?;
            let second = timed(&mut many_client, &many_path, &many_cookie)?;
            if round >= WARM_UP {
                in_few.add(milliseconds(first));
                in_many.add(milliseconds(second));
            }
        }
        ratio(&format!("{engine}, {}", page.what), "ms", &in_many, &in_few, Goal::AtMost(SLOWER));
        slowest = slowest.max(in_many.median());
        greatest = greatest.max(in_many.median() / in_few.median());
    }
    value(&format!("{engine}, the greatest ratio"), "", greatest, Goal::AtMost(SLOWER));
    value(
        &format!("{engine}, the slowest page of {MANY}, at the median"),
        "ms",
        slowest,
        Goal::AtMost(MILLISECONDS),
    );
    let (mut of_few, mut of_many) = (Samples::default(), Samples::default());
    of_few.add(few.memory()?);
    of_many.add(many.memory()?);
    ratio(
        &format!("{engine}, memory of the server after all that"),
        "MiB",
        &of_many,
        &of_few,
        Goal::AtMost(1.25),
    );
    for format in ["csv", "xlsx", "vcf"] {
        if let Err(error) = export(engine, many, &many_cookie, format) {
            println!("   {engine}, {format}: not measured: {error:#}");
            is_whole = false;
        }
    }
    few.stop();
    many.stop();
    if is_whole { Ok(()) } else { bail!("some pages of {engine}") }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn timed(client: &mut Client, path: &str, cookie: &str) -> Result<Duration> {
    let begun = Instant::now();
    client.get(path, cookie)?.expect(200)?;
    Ok(begun.elapsed())
}

/// The address of a page: of one that is deep in a list, after a walk to it. It must have its rows: an empty
/// page is quick.
fn reached(client: &mut Client, cookie: &str, page: &Page) -> Result<String> {
    let mut path = page.path.replace("&deep", "");
    let steps = if path == page.path { 0 } else { DEEP };
    for _ in 0..steps {
        path = next(&client.get(&path, cookie)?.expect(200)?.body).context("the list ends")?;
    }
    let body = client.get(&path, cookie)?.expect(200)?.body;
    let count = body.matches(page.mark).count();
    if count == page.count { Ok(path) } else { bail!("{path} has {count} rows instead of {}", page.count) }
}

/// Where the next page is.
fn next(body: &str) -> Option<String> {
    let at = body.find("rel=\"next\"")?;
    let begin = body[..at].rfind("<a ")?;
    let href = body[begin..].split("href=\"").nth(1)?.split('"').next()?;
    Some(href.replace("&amp;", "&").replace("&#38;", "&"))
}

fn pages(known: &Known) -> Vec<Page> {
    let Known { division, largest, smallest, inviter, someone, email, mobile } = known;
    let list = |what, query: &str| Page { what, path: format!("/employees?{query}"), mark: ROW, count: 50 };
    let found = |what, query: &str, count| Page { count, ..list(what, query) };
    let other = |what, path: String, mark, count| Page { what, path, mark, count };
    let address = email.replace('@', "%40");
    let number = mobile.replace('+', "%2B").replace(' ', "+");
    let tail = mobile[mobile.len() - "23 456-78-90".len()..].replace(' ', "+");
    vec![
        list("«В компании»", ""),
        list("the same, fifteen pages further", "&deep"),
        list("the same, by name from the end", "sort=-name"),
        list("the same, by family name", "sort=surname"),
        list("the same, by family name, fifteen pages further", "sort=surname&deep"),
        list("the same, by position from the end", "sort=-position"),
        list("the same, by the day of joining", "sort=-since"),
        list("«Приглашены»", "status=invited"),
        list("the same, fifteen pages further", "status=invited&deep"),
        list("«Ждут подтверждения»", "status=awaiting_approval"),
        list("«Администраторы»", "status=administrators"),
        list("«Уволенные»", "status=dismissed"),
        list("filter: a department with 49 below it", &format!("department={division}")),
        list("filter: the largest department alone", &format!("department={largest}&only=1")),
        list("the same, by family name", &format!("department={division}&sort=surname")),
        list("filter: the days of joining", "from=2025-01-01&to=2025-12-31"),
        list(
            "filter: a department, and days",
            &format!("department={division}&from=2025-01-01&to=2025-12-31"),
        ),
        list("filter: administrators", "role=administrator"),
        list("invited into a department", &format!("status=invited&department={division}")),
        list("invited by somebody", &format!("status=invited&inviter={inviter}")),
        list("invited, whose letter failed", "status=invited&chip=failed"),
        list(
            "invited, pending, into a department",
            &format!("status=invited&chip=pending&department={division}"),
        ),
        list("invited, expired", "status=invited&chip=expired"),
        list("invited, pending", "status=invited&chip=pending"),
        list("search: one letter", "q=%D0%B0"),
        list("search: «иванов»", "q=%D0%B8%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2"),
        list("search: «ванов», within words", "q=%D0%B2%D0%B0%D0%BD%D0%BE%D0%B2"),
        list("search: «ольга иван»", "q=%D0%BE%D0%BB%D1%8C%D0%B3%D0%B0+%D0%B8%D0%B2%D0%B0%D0%BD"),
        list("search: «smith»", "q=smith"),
        list("search: «инженер», a position", "q=%D0%B8%D0%BD%D0%B6%D0%B5%D0%BD%D0%B5%D1%80"),
        list("search: «логистика», a department", "q=%D0%BB%D0%BE%D0%B3%D0%B8%D1%81%D1%82%D0%B8%D0%BA%D0%B0"),
        list("search: «bdfyjd», the other layout", "q=bdfyjd"),
        list("search: «смит», the other script", "q=%D1%81%D0%BC%D0%B8%D1%82"),
        list("search: «ан», among the invited", "status=invited&q=%D0%B0%D0%BD"),
        list("search: a name in a department", &format!("q=%D0%B8%D0%B2%D0%B0%D0%BD&department={division}")),
        found("search: an address", &format!("q={address}"), 1),
        found("search: a telephone", &format!("q={number}"), 1),
        list("search: a domain", "q=%40romashka.example"),
        list("search: what is within an address", "q=ova%40romashka"),
        list("search: the beginning of telephones", "q=916"),
        found("search: the end of a telephone", &format!("q={tail}"), 1),
        found("search: what nobody is called", "q=zzzqqq", 0),
        found("search: two words that nobody has together", "q=smith+%D0%BE%D0%BB%D1%8C%D0%B3%D0%B0", 0),
        other("structure, with counts", "/structure".to_owned(), "class=\"tree-row\"", 501),
        other("a department's page", format!("/structure/{smallest}"), "<h1", 1),
        other("a person's page", format!("/employees/{someone}"), "<h1", 1),
        other("history", "/history".to_owned(), "<h1", 1),
        other("plan", "/settings/plan".to_owned(), "<h1", 1),
    ]
}

/// The whole list as a file: how much memory the server needs for it at the most.
fn export(engine: &str, portal: &Portal, cookie: &str, format: &str) -> Result<()> {
    portal.forget_peak()?;
    let begun = Instant::now();
    let got = portal.client()?.download("/employees/export", cookie, &format!("view=&format={format}"))?;
    let seconds = begun.elapsed().as_secs_f64();
    // Everybody, the administrator who was there first, and the heads of the columns.
    if format == "csv" && got.lines != MANY + 2 {
        bail!("{} lines of CSV", got.lines);
    }
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let (rows, size) = (MANY as f64 / seconds, got.bytes as f64 / 1e6);
    let what = format!("{engine}, {MANY} people as {format}");
    value(&format!("{what}, the most memory"), "MiB", portal.peak()?, Goal::AtMost(64.0));
    note(&format!("{what}, {size:.0} MB"), "rows/s", rows);
    Ok(())
}
