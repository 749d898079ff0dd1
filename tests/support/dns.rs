//! A name server of its own for a test: `dnsmasq`, which knows what it is told and asks nobody.

use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::process::{Child, Command, Stdio};

use super::environment::exported;
use super::wait;

/// A running name server on this machine; stopped when dropped.
pub struct NameServer {
    port: u16,
    process: Child,
}

impl NameServer {
    /// Starts one that answers for everything below `example`. `records` are options of `dnsmasq`, such as
    /// `txt-record=daisy.example,"v=spf1 -all"`.
    pub fn start(records: &[&str]) -> Self {
        // Asked of the system and given back: nobody else gets it in the moment between.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new(exported("COLLEGA_TEST_DNSMASQ"))
            .args([
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--pid-file=",
            ])
            .args(["--user=", "--bind-interfaces", "--listen-address=127.0.0.1", "--local=/example/"])
            .arg(format!("--port={port}"))
            .args(records.iter().map(|record| format!("--{record}")))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("dnsmasq does not start: run ./test");
        wait::until("dnsmasq listens", || TcpStream::connect(("127.0.0.1", port)).is_ok());
        Self { port, process }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port))
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A name server that hears every question and answers none, as long as this is held.
pub fn silent() -> UdpSocket {
    UdpSocket::bind("127.0.0.1:0").unwrap()
}
