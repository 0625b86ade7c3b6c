//! What the configuration fixes for every session. Checked by `config`; carries units in its names.

use config::Bell;
use config::hours::Hours;

use crate::language::Language;

/// Limits and names of one terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Rules {
    /// Name of the portal that is mirrored.
    pub portal: String,
    /// Name of the point.
    pub site: String,
    /// Wording on the plate (牌子).
    pub plate: String,
    /// 常用查询.
    pub common: Vec<String>,
    /// Where the attendant is.
    pub attendant: Said,
    /// Opening hours in words.
    pub hours: Said,
    /// Idle time before the countdown.
    pub idle_ms: u64,
    /// The same in the reader.
    pub reader_idle_ms: u64,
    /// Length of the countdown.
    pub countdown_ms: u64,
    /// Prints a visitor may start.
    pub prints_per_session: u32,
    /// Paper that all visitors of a day may take together; `None` for no limit.
    pub day_mm: Option<u64>,
    pub slip_mm_max: u32,
    /// From here on the visitor is asked to save paper (厉行节约).
    pub long_mm: u32,
    /// Age at which the data is called stale.
    pub stale_after_h: u32,
    /// A printer is configured.
    pub printer: bool,
    /// A voice may speak through the loudspeaker.
    pub aloud: bool,
    /// Headphones have an output that nobody else hears: what is private may be said there.
    pub private: bool,
    /// A PIN is configured: the attendant's desk can be opened.
    pub desk: bool,
    /// Idle time at the desk before the countdown.
    pub desk_idle_ms: u64,
    /// Days for which a check of the shelf stands.
    pub shelf_days: u32,
    /// Days after which a new gazette should have come.
    pub gazette_days: u32,
    /// Working days before its last one from which an answer is due soon.
    pub soon_days: u32,
    /// When the point is open.
    pub opening: Hours,
    /// Whom to reach out of hours; may be empty.
    pub urgent: Said,
    /// An attendant can be called.
    pub rings: bool,
    /// The office has a key: opinions and applications can be taken in on the screen.
    pub takes_in: bool,
    /// What is asked for is printed for the office behind the receipt (收件单).
    pub intake_sheet: bool,
    /// Which office answers; may be empty.
    pub office: String,
    /// Where one applies to other offices.
    pub others: Option<String>,
    /// Where blank forms lie; may be empty.
    pub forms: String,
    /// Last day of the yearly appraisal, month and day.
    pub appraisal_until: Option<(u8, u8)>,
    /// Links for the visitor's phone: name and address.
    pub links: Vec<(String, String)>,
}

/// Words of the house, which it may have written in another language, too.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// In the language of the documents; may be empty.
    pub zh: String,
    /// In English; empty where nobody wrote them.
    pub en: String,
}

impl Said {
    fn of(zh: &str, en: &str) -> Said {
        Said {
            zh: zh.to_owned(),
            en: en.to_owned(),
        }
    }

    /// In this language; `None` where nobody wrote them.
    pub fn own(&self, language: Language) -> Option<&str> {
        let words = match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        };
        Some(words.as_str()).filter(|words| !words.is_empty())
    }

    /// For whoever reads this language: where there are no words in it, those that there are.
    pub fn to(&self, language: Language) -> &str {
        self.own(language).unwrap_or(&self.zh)
    }
}

impl Rules {
    /// The rules a checked configuration states.
    pub fn of(config: &config::Config) -> Rules {
        let kiosk = &config.kiosk;
        Rules {
            portal: if kiosk.portal.is_empty() {
                config.site.name.clone()
            } else {
                kiosk.portal.clone()
            },
            site: config.site.name.clone(),
            plate: config.site.plate.clone(),
            common: kiosk.common.clone(),
            attendant: Said::of(&kiosk.attendant, &kiosk.attendant_en),
            hours: Said::of(&kiosk.hours, &kiosk.hours_en),
            idle_ms: u64::from(kiosk.idle_s) * 1000,
            reader_idle_ms: u64::from(kiosk.reader_idle_s) * 1000,
            countdown_ms: u64::from(kiosk.countdown_s) * 1000,
            prints_per_session: kiosk.prints_per_session,
            day_mm: (kiosk.day_m > 0).then(|| u64::from(kiosk.day_m) * 1000),
            slip_mm_max: kiosk.slip_mm_max,
            long_mm: kiosk.long_mm,
            stale_after_h: config.sync.stale_after_h,
            printer: config.printer.connection != "none",
            aloud: config.speech.speaker,
            private: config.speech.headphones.is_some(),
            desk: config.desk.pin_hash.is_some(),
            desk_idle_ms: u64::from(config.desk.idle_s) * 1000,
            shelf_days: config.desk.shelf_days,
            gazette_days: config.desk.gazette_days,
            soon_days: config.desk.soon_days,
            opening: config.hours.hours.clone(),
            urgent: Said::of(&config.hours.urgent, &config.hours.urgent_en),
            rings: config.services.bell != Bell::None,
            takes_in: config.office.key.is_some(),
            intake_sheet: config.office.intake_sheet,
            office: config.office.name.clone(),
            others: config.office.others.as_ref().map(|url| url.to_string()),
            forms: config.office.forms.clone(),
            appraisal_until: config
                .services
                .appraisal
                .as_ref()
                .and_then(|(_, to)| day(to)),
            links: config
                .links
                .iter()
                .map(|link| (link.name.clone(), link.url.to_string()))
                .collect(),
        }
    }
}

/// `12-20`, as the settings were checked to say it.
fn day(text: &str) -> Option<(u8, u8)> {
    let (month, day) = text.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_house_are_said_in_the_visitors_language_where_it_wrote_them() {
        let both = Said::of("服务台在入口左侧", "The desk is left of the door");
        assert_eq!(both.to(Language::En), "The desk is left of the door");
        assert_eq!(both.to(Language::Zh), "服务台在入口左侧");
        let one = Said::of("每天 9:00 到 17:00", "");
        assert_eq!(one.to(Language::En), "每天 9:00 到 17:00");
    }
}
