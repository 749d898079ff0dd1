//! Many deeds at the same moment.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Barrier;

use super::browserless::Browserless;

/// Something that somebody does, and what comes of it.
pub type Deed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Starts all of them once each is ready; what came of each, in their order.
pub async fn at_once<T: Send + 'static>(deeds: Vec<Deed<T>>) -> Vec<T> {
    let start = Arc::new(Barrier::new(deeds.len()));
    let running = deeds.into_iter().map(|deed| {
        let start = Arc::clone(&start);
        tokio::spawn(async move {
            start.wait().await;
            deed.await
        })
    });
    let mut came = Vec::new();
    for deed in running.collect::<Vec<_>>() {
        came.push(deed.await.unwrap());
    }
    came
}

/// Somebody presses a button; the status and the path that he ends at.
pub fn press(browser: &Browserless, path: &str, fields: &[(&str, &str)]) -> Deed<(u16, String)> {
    let (browser, path) = (browser.clone(), path.to_owned());
    let fields: Vec<(String, String)> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Box::pin(async move {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let page = browser.post(&path, &fields).await;
        (page.status, page.path().to_owned())
    })
}
