//! A program that uses the machine interface with a token.

use std::sync::atomic::{AtomicU64, Ordering};

use collega::access_rights::rights::Rights;
use collega::accounts::tokens::{self, Outcome};
use collega::base::id::{CompanyId, EmployeeId};
use collega::base::random::SeededRandom;
use collega::history::{Actor, Channel};
use reqwest::Method;
use serde_json::{Value, json};

use super::portal::TestPortal;

/// A program with somebody's rights.
#[derive(Clone)]
pub struct Program {
    url: String,
    token: String,
}

/// What it was answered.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
    /// The document; null where there is none.
    pub json: Value,
}

impl Answer {
    /// The kind of problem, without its common beginning.
    pub fn problem(&self) -> &str {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{self:?}");
        self.json["type"].as_str().unwrap().trim_start_matches("urn:collega:problem:")
    }
}

impl TestPortal {
    /// A program with the administrator's rights.
    pub async fn program(&self) -> Program {
        self.program_of(self.admin_id).await
    }

    /// A program with the rights of a new employee at work.
    pub async fn program_of_new(&self, email: &str) -> Program {
        let employee = self.add_employee("Пётр Вяземский", email).await;
        self.program_of(employee).await
    }

    /// A program with an employee's rights.
    pub async fn program_of(&self, employee: EmployeeId) -> Program {
        self.program_at(&self.url, self.company, employee).await
    }

    /// The same in any company of the installation, at its address.
    pub async fn program_at(&self, url: &str, company: CompanyId, employee: EmployeeId) -> Program {
        static SEED: AtomicU64 = AtomicU64::new(1);
        let now = self.portal.now();
        let outcome = self
            .write(move |tx| {
                let actor = Actor {
                    company,
                    employee: Some(employee),
                    rights: Rights::all(),
                    channel: Channel::Web,
                    ip: None,
                };
                let company = tx.companies().find(company)?.unwrap();
                tokens::create(
                    tx,
                    &actor,
                    &company,
                    employee,
                    "tests",
                    &SeededRandom::new(SEED.fetch_add(1, Ordering::Relaxed)),
                    now,
                )
            })
            .await;
        let Outcome::Created { token, .. } = outcome else { panic!("{outcome:?}") };
        Program { url: url.to_owned(), token }
    }
}

impl Program {
    /// The same token at another address.
    pub fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self.clone() }
    }

    /// The same program with a token that is none.
    pub fn impostor(&self) -> Self {
        Self { token: format!("{}x", self.token), ..self.clone() }
    }

    /// Calls without a body.
    pub async fn call(&self, method: Method, path: &str) -> Answer {
        self.send(method, path, None, &[]).await
    }

    /// Calls with a JSON body.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let client = reqwest::Client::new();
        let mut request =
            client.request(method, format!("{}/api/v1{path}", self.url)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        Answer { status, headers, json: serde_json::from_str(&text).unwrap_or(Value::Null) }
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path).await
    }

    /// Changes something.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body), &[]).await
    }

    /// Makes something, or does something to it.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), &[]).await
    }

    /// Invites.
    pub async fn invite(&self, body: Value) -> Answer {
        self.post("/invitations", body).await
    }

    /// Invites one address with nothing else said; its result.
    pub async fn invite_one(&self, email: &str) -> Value {
        let answer = self.invite(json!({ "recipients": [{ "email": email }] })).await;
        answer.json["results"][0].clone()
    }

    /// Invites one address that can be invited; the path of the invitation.
    pub async fn invited(&self, email: &str) -> String {
        let result = self.invite_one(email).await;
        assert_eq!(result["outcome"], "invited", "{result}");
        format!("/invitations/{}", result["invitation"]["id"])
    }
}
