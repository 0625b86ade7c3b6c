//! The other terminals of the house: asks all of them how they are, and one for its register. Nothing is written this way.

use std::sync::Arc;

use config::{DeskPage, Neighbour};
use hatch::{ANSWER_BYTES_MAX, Day, Today};
use rustls::ClientConfig;

use crate::house::{self, Guest};
use crate::identity::Identity;
use crate::page::Terminal;

/// Longest answer about today: some hundred matters.
const TODAY_BYTES_MAX: usize = 256 * 1024;

/// The other terminals, and how each is known.
pub struct House(Vec<(Neighbour, Arc<ClientConfig>)>);

impl House {
    /// From checked settings.
    pub fn new(page: &DeskPage, identity: &Identity) -> anyhow::Result<House> {
        let others = page.house.iter().map(|other| {
            let tls = house::client(identity, &other.fingerprint)?;
            Ok((other.clone(), tls))
        });
        Ok(House(others.collect::<anyhow::Result<_>>()?))
    }

    /// How all of them are, asked at the same time, in the order of the settings.
    pub async fn today(&self) -> Vec<Terminal> {
        let asked: Vec<_> = self
            .0
            .iter()
            .map(|(other, tls)| {
                let (other, tls) = (other.clone(), tls.clone());
                tokio::spawn(async move {
                    let bytes = house::ask(&other, tls, "/house/today", TODAY_BYTES_MAX).await;
                    bytes
                        .ok()
                        .and_then(|bytes| serde_json::from_slice::<Today>(&bytes).ok())
                })
            })
            .collect();
        let mut terminals = Vec::with_capacity(asked.len());
        for ((other, _), asked) in self.0.iter().zip(asked) {
            terminals.push(Terminal {
                terminal: other.terminal.clone(),
                name: other.name.clone(),
                address: other.address.to_string(),
                today: asked.await.ok().flatten(),
            });
        }
        terminals
    }

    /// The register of one of them.
    pub async fn day(&self, of: &str, day: &str) -> Option<Day> {
        let (other, tls) = self.0.iter().find(|(other, _)| other.terminal == of)?;
        let path = format!("/house/day?day={day}");
        let bytes_max = usize::try_from(ANSWER_BYTES_MAX).ok()?;
        let bytes = house::ask(other, tls.clone(), &path, bytes_max)
            .await
            .ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// Whether this certificate is one of theirs.
    pub fn knows(&self, guest: &Guest) -> bool {
        self.0.iter().any(|(other, _)| other.fingerprint == guest.0)
    }
}
