//! Disclosure on application as a picture. Pure.

use jiff::civil::Date;
use journal::Closing;

use super::address::shown;
use super::form::form;
use crate::moment;
use crate::screen::services::Apply;
use crate::screen::services::apply::{Fill, Found, Guide, Progress, Receipt, Step};
use crate::screen::services::form::Form;
use crate::services::Standing;
use crate::session::Session;
use crate::statute;
use crate::visit::{Applying, Asking, Draft, Received};

pub(super) fn apply(session: &Session, applying: &Applying) -> Apply {
    let rules = session.rules();
    match applying {
        Applying::Guide => Apply::Guide(Guide {
            office: rules.office.clone(),
            takes_in: rules.takes_in,
            forms: rules.forms.clone(),
            others: rules.others.is_some(),
        }),
        Applying::Fill(draft) => Apply::Fill(Box::new(fill(draft))),
        Applying::Receipt(received) => Apply::Receipt(receipt(session, received)),
        Applying::Progress(asking) => Apply::Progress(progress(session, asking)),
        Applying::Others => {
            let url = rules.others.clone().unwrap_or_default();
            Apply::Others {
                shown: shown(&url),
                url,
            }
        }
    }
}

fn fill(draft: &Draft) -> Fill {
    let whole = || {
        // To be read once more: everything that was filled in.
        let mut all = Form::default();
        for filling in &draft.steps {
            let fields = form(filling).fields.into_iter();
            all.fields
                .extend(fields.filter(|field| !field.text.is_empty()));
        }
        all
    };
    let mut shown = draft.filling().map_or_else(whole, form);
    // A number of identity says by itself whether it was mistyped.
    if !draft.id_fits() {
        for field in shown
            .fields
            .iter_mut()
            .filter(|field| field.code == "id-number")
        {
            field.wrong = draft.filling().is_none_or(|filling| filling.at.is_none());
            field.good = false;
        }
    }
    Fill {
        step: draft.step,
        form: shown,
        applicant: draft.applicant,
        paper: Some(draft.paper),
        way: draft.way,
        medium: draft.medium,
        may_go_on: match draft.step {
            Step::Review => Step::ALL.iter().all(|step| draft.done(*step)),
            step => draft.done(step),
        },
        busy: draft.filing.is_some(),
    }
}

fn receipt(session: &Session, received: &Received) -> Receipt {
    let at = moment::parse(&received.taken.at);
    Receipt {
        number: received.taken.number.clone(),
        at: at.map_or(String::new(), moment::minute),
        office: session.rules().office.clone(),
        what: received.what.clone(),
        way: received.way,
        due: received.due.map(month_day),
        paper: received.slip,
        sheet: session.rules().intake_sheet,
    }
}

fn month_day(day: Date) -> (u8, u8) {
    (day.month().unsigned_abs(), day.day().unsigned_abs())
}

fn progress(session: &Session, asking: &Asking) -> Progress {
    let found = asking.found.as_ref();
    Progress {
        form: form(&asking.filling),
        busy: asking.waiting || asking.filing.is_some(),
        found: found.map(|standing| self::found(session, standing)),
        unknown: asking.unknown,
        urged: asking.urged,
        rated: asking.rated,
    }
}

fn found(session: &Session, standing: &Standing) -> Found {
    let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
    Found {
        number: standing.number.clone(),
        state: match standing.closed_as {
            Some(ended @ (Closing::Withdrawn | Closing::Abandoned)) => ended.as_code(),
            _ => &standing.state,
        }
        .to_owned(),
        received: day(standing.received_on),
        answered: day(standing.answered_on),
        office: standing.office.clone(),
        due: day(statute::answer_due(&session.terminal().calendar, standing)),
        may_urge: standing.may_urge,
        may_rate: standing.may_rate,
    }
}
