//! A lean HTTP client: one kept connection, one request at a time. It shares the machine with what
//! it measures, so it does as little as it can.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

pub struct Client {
    stream: TcpStream,
    host: String,
    buffer: Vec<u8>,
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// What was downloaded.
#[derive(Default)]
pub struct Download {
    pub bytes: usize,
    pub lines: usize,
}

impl Answer {
    /// `name=value` of the cookies that are set, as a browser sends them back.
    pub fn cookies(&self) -> String {
        let set = self.head.lines().filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next().unwrap_or("").trim())
        });
        set.collect::<Vec<_>>().join("; ")
    }

    pub fn expect(self, status: u16) -> Result<Self> {
        if self.status != status {
            let body: String = self.body.chars().take(300).collect();
            bail!("answered {} where {status} was expected: {body}", self.status);
        }
        Ok(self)
    }
}

impl Client {
    pub fn new(host: &str) -> Result<Self> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(5)))?;
        Ok(Self { stream, host: host.to_owned(), buffer: Vec::with_capacity(16 * 1024) })
    }

    pub fn get(&mut self, path: &str, headers: &str) -> Result<Answer> {
        self.call("GET", path, headers, "")
    }

    /// `headers` are whole lines with their line ends.
    pub fn call(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Result<Answer> {
        self.ask(method, path, headers, body)?;
        self.buffer.clear();
        let (head, length) = loop {
            self.fill()?;
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
                break (head, end + 4);
            }
        };
        let status = head.get(9..12).and_then(|code| code.parse().ok()).context("no status")?;
        let body = if header(&head, "transfer-encoding").is_some() {
            self.chunked(length)?
        } else {
            let size: usize = header(&head, "content-length").map_or(Ok(0), str::parse)?;
            while self.buffer.len() < length + size {
                self.fill()?;
            }
            String::from_utf8_lossy(&self.buffer[length..length + size]).into_owned()
        };
        Ok(Answer { status, head, body })
    }

    fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Result<()> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        Ok(self.stream.write_all(request.as_bytes())?)
    }

    /// Sends a form and reads the file that comes back, however large, without keeping it.
    pub fn download(&mut self, path: &str, headers: &str, form: &str) -> Result<Download> {
        let headers = format!("{headers}Content-Type: application/x-www-form-urlencoded\r\n");
        self.ask("POST", path, &headers, form)?;
        let mut reader = BufReader::with_capacity(256 * 1024, &self.stream);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if line.get(9..12) != Some("200") {
            bail!("a file was expected: {line}");
        }
        while line != "\r\n" {
            line.clear();
            reader.read_line(&mut line)?;
        }
        let (mut got, mut piece) = (Download::default(), Vec::new());
        loop {
            line.clear();
            reader.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim(), 16).context("the file broke off")?;
            piece.resize(size + 2, 0);
            reader.read_exact(&mut piece)?;
            if size == 0 {
                return Ok(got);
            }
            got.bytes += size;
            got.lines += piece[..size].split(|byte| *byte == b'\n').count() - 1;
        }
    }

    /// Good enough for timing pages: the marks between the chunks stay in the text.
    fn chunked(&mut self, from: usize) -> Result<String> {
        while !self.buffer[from..].ends_with(b"0\r\n\r\n") {
            self.fill()?;
        }
        Ok(String::from_utf8_lossy(&self.buffer[from..]).into_owned())
    }

    fn fill(&mut self) -> Result<()> {
        let mut part = [0; 16 * 1024];
        let size = self.stream.read(&mut part)?;
        if size == 0 {
            bail!("the connection was closed");
        }
        self.buffer.extend_from_slice(&part[..size]);
        Ok(())
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}
