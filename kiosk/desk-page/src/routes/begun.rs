//! What every page behind the door begins with: who is logged in, and how things stand.

use axum::http::StatusCode;
use axum::response::Response;
use maud::Markup;

use super::acting;
use super::asked::{Asked, Refused, html};
use super::desk::Desk;
use crate::page::{self, Said, Shown, Terminal};
use crate::visits::Visit;
use crate::words::Language;

/// What every page behind the door begins with.
pub struct Begun<'d> {
    /// Of the browser.
    pub words: &'d Language,
    /// Who is logged in.
    pub visit: Visit,
    /// This one first, then the others of the house.
    pub terminals: Vec<Terminal>,
    /// What came of the last act.
    pub told: Option<Said>,
}

impl<'d> Begun<'d> {
    /// Who asks, and how things stand on all terminals of the house.
    pub async fn of(desk: &'d Desk, asked: &Asked) -> Result<Begun<'d>, Refused> {
        let words = desk.words.of(&asked.language);
        // What a page does by itself keeps nobody logged in.
        let visit = desk.visit(asked, asked.query.get("again").is_empty())?;
        let (here, mut others) = tokio::join!(desk.today_here(), desk.house.today());
        let today = match here {
            Ok(today) => today,
            Err(_) => {
                let says = words.say("said.unreadable");
                return Err(Refused::Silent(page::enter::page(words, Some(says))));
            }
        };
        let mut terminals = vec![Terminal {
            terminal: today.terminal.clone(),
            name: String::new(),
            address: String::new(),
            today: Some(today),
        }];
        terminals.append(&mut others);
        let told = acting::said(words, &asked.query);
        Ok(Begun {
            words,
            visit,
            terminals,
            told,
        })
    }

    /// Answers with a page about that.
    pub fn page(self, draw: impl FnOnce(&Shown) -> Markup) -> Response {
        let today = self.terminals[0].today.clone().unwrap_or_default();
        let shown = Shown {
            words: self.words,
            visit: &self.visit,
            today: &today,
            terminals: &self.terminals,
            told: self.told,
        };
        html(StatusCode::OK, draw(&shown))
    }
}
