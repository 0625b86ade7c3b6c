//! What the point offers besides documents: one value and one `Touch` a page, and what stands there before and after a session. Data only.

pub mod apply;
pub mod closed;
pub mod form;
pub mod holdings;
pub mod links;
pub mod opinions;
pub mod shelf;
pub mod welcome;

use serde::{Deserialize, Serialize};

pub use apply::Apply;
pub use closed::Closed;
pub use form::Form;
pub use holdings::Holdings;
pub use links::Links;
pub use opinions::Opinions;
pub use shelf::Shelf;
pub use welcome::Welcome;

/// The page of the point that stands on the glass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "service", rename_all = "kebab-case")]
pub enum Service {
    /// Nobody is there: whoever comes is invited (欢迎).
    Welcome(Welcome),
    /// Out of hours (闭馆).
    Closed(Closed),
    /// Service shelf (便民服务栏).
    Shelf(Shelf),
    /// Paper holdings (纸质资料).
    Holdings(Holdings),
    /// Links with QR (网站链接).
    Links(Links),
    /// Opinions and appraisal (意见评议).
    Opinions(Opinions),
    /// Disclosure on application (依申请公开).
    Apply(Apply),
}

/// A door to one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Door {
    /// 便民资料.
    Shelf,
    /// 纸质资料.
    Holdings,
    /// 网站链接.
    Links,
    /// 意见评议.
    Opinions,
    /// 依申请公开.
    Apply,
}

impl Door {
    /// In the order of the home page.
    pub const ALL: [Door; 5] = [
        Door::Shelf,
        Door::Apply,
        Door::Opinions,
        Door::Links,
        Door::Holdings,
    ];

    /// `shelf` `holdings` `links` `opinions` `apply`.
    pub fn as_code(self) -> &'static str {
        match self {
            Door::Shelf => "shelf",
            Door::Holdings => "holdings",
            Door::Links => "links",
            Door::Opinions => "opinions",
            Door::Apply => "apply",
        }
    }

    /// Reads what `as_code` wrote.
    pub fn from_code(code: &str) -> Option<Door> {
        Door::ALL.into_iter().find(|door| door.as_code() == code)
    }
}

/// What a finger can do on one of the pages.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touch {
    Shelf(shelf::Touch),
    Holdings(holdings::Touch),
    Opinions(opinions::Touch),
    Apply(apply::Touch),
    /// In the fields of the page that shows.
    Form(form::Touch),
}

macro_rules! touches {
    ($($kind:ident($module:ident)),*) => {
        $(impl From<$module::Touch> for Touch {
            fn from(touch: $module::Touch) -> Touch {
                Touch::$kind(touch)
            }
        })*
    };
}

touches!(
    Shelf(shelf),
    Holdings(holdings),
    Opinions(opinions),
    Apply(apply),
    Form(form)
);
