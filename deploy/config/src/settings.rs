//! The checked settings, as the programs use them. Data only; every value here is within its limits.

use std::path::PathBuf;

use crate::hours::Hours;
use crate::house::DeskPage;
use crate::seal::OfficeKey;
use crate::speech::Speech;
use crate::update::Update;
use url::Url;

/// A whole terminal.toml.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Config {
    /// `[site]`.
    pub site: Site,
    /// `[mirror]`.
    pub mirror: MirrorDir,
    /// `[journal]`.
    pub journal: JournalDir,
    /// `[sync]`.
    pub sync: Sync,
    /// `[update]`.
    pub update: Update,
    /// `[upload]`; `None` when nothing is uploaded.
    pub upload: Option<Upload>,
    /// `[printer]`.
    pub printer: Printer,
    /// `[kiosk]`.
    pub kiosk: Kiosk,
    /// `[desk]`.
    pub desk: Desk,
    /// `[desk_page]` with `[[house]]`; `None` while it is off.
    pub desk_page: Option<DeskPage>,
    pub speech: Speech,
    /// `[hours]`.
    pub hours: Opening,
    /// `[services]`.
    pub services: Services,
    /// `[office]`.
    pub office: Office,
    /// `[[links]]`, in order.
    pub links: Vec<Link>,
}

/// The reading point (查阅点).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Point, 1 to 8 letters or digits; first part of register numbers.
    pub id: String,
    /// Terminal of that point, 1 to 8 letters or digits; second part of register numbers.
    pub terminal: String,
    /// Name of the house.
    pub name: String,
    /// Wording on the plate (牌子).
    pub plate: String,
    /// What kind of house it is.
    pub kind: SiteKind,
}

/// Kinds of sites (N4 art 2, N2 item 14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum SiteKind {
    /// 档案馆.
    Archive,
    /// 图书馆.
    Library,
    /// 政务服务大厅.
    ServiceHall,
    /// 机关办事大厅.
    AgencyHall,
    /// 乡镇.
    Township,
    /// 街道.
    Street,
    /// 社区.
    Community,
    Other,
}

impl SiteKind {
    /// Every kind of reading point, in the order in which a message names them.
    pub const ALL: [SiteKind; 8] = [
        SiteKind::Archive,
        SiteKind::Library,
        SiteKind::ServiceHall,
        SiteKind::AgencyHall,
        SiteKind::Township,
        SiteKind::Street,
        SiteKind::Community,
        SiteKind::Other,
    ];

    /// The word in terminal.toml.
    pub fn as_code(self) -> &'static str {
        match self {
            SiteKind::Archive => "archive",
            SiteKind::Library => "library",
            SiteKind::ServiceHall => "service-hall",
            SiteKind::AgencyHall => "agency-hall",
            SiteKind::Township => "township",
            SiteKind::Street => "street",
            SiteKind::Community => "community",
            SiteKind::Other => "other",
        }
    }
}

/// Where the mirror is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorDir {
    /// Folder of mirror.db and blobs.
    pub dir: PathBuf,
}

/// Where the register is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalDir {
    /// Folder of journal.db.
    pub dir: PathBuf,
    /// Folder with the register of the device that this one replaces (换机); seldom there.
    pub replaced: PathBuf,
}

/// How documents arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sync {
    /// http, https or file; always ends with `/`.
    pub feed: Url,
    /// The trusted root.json of the publisher.
    pub root: PathBuf,
    /// Minutes between polls, before jitter.
    pub poll_min: u32,
    /// Hours after which the screen says that the data is old.
    pub stale_after_h: u32,
    /// Disk space attachments must leave free, MB.
    pub reserve_mb: u32,
    /// Seconds until a connection attempt is given up.
    pub connect_timeout_s: u32,
    /// Seconds without a byte until a transfer is given up.
    pub stall_timeout_s: u32,
    /// Seconds any transfer may take, plus one for each KiB.
    pub transfer_timeout_s: u32,
    /// How web requests go out.
    pub proxy: Proxy,
    /// Folder under which sticks are mounted; each folder in it that holds a feed is imported.
    pub media: Option<PathBuf>,
    /// A PEM file with certificate authorities of the house's own, believed beside those of the system.
    pub ca: Option<PathBuf>,
}

/// How web requests leave the house (代理).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proxy {
    /// As the environment says (`http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`).
    Environment,
    /// Straight, whatever the environment says.
    Direct,
    /// Through this one: `http://`, `https://` or `socks5h://`.
    Through(Url),
}

/// Where journal batches go.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Upload {
    pub inbox: Inbox,
    /// A file with the value of the `Authorization` header, if the inbox asks for one.
    pub authorization: Option<PathBuf>,
    /// Minutes between two batches.
    pub every_min: u32,
    /// Whether the status of the terminal goes along.
    pub status: bool,
}

/// What takes the batches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inbox {
    /// A folder: http or https (PUT, as WebDAV and many stores take it; a query is kept) or `file:///`.
    Folder(Url),
    /// A file with pre-signed addresses, one a line, one for each batch.
    Presigned(PathBuf),
}

/// The receipt printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    /// `tcp://`, `serial://`, `usb://` or `none`.
    pub connection: String,
    /// One of [`crate::PROFILE_NAMES`], or of the files in `profiles`.
    pub profile: String,
    /// Folder with profiles of the point's own.
    pub profiles: Option<PathBuf>,
    /// What the point changes of the profile.
    pub adapted: Adapted,
    /// Font family for slips, if not the usual one.
    pub fonts: Option<String>,
}

/// What a point changes of its printer's profile; nothing where it says nothing. The words are the printer program's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Adapted {
    pub speed_mm_s: Option<u32>,
    pub buffer_bytes: Option<u32>,
    /// Blank paper behind the last line, in dots.
    pub blank_feed_dots: Option<u32>,
    /// `none` without a cutter, or the command that cuts.
    pub cut: Option<String>,
    /// `text` by the device's own Chinese font on slow lines, or always `dots`.
    pub form: Option<String>,
    /// How it confirms a slip; `none` if it never answers.
    pub confirm: Option<String>,
}

/// The touch screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Kiosk {
    /// Name of the portal that is mirrored; the site's name if not given.
    pub portal: String,
    /// Diagonal of the screen, inches.
    pub diagonal_in: f64,
    /// 常用查询 on the home page.
    pub common: Vec<String>,
    /// Seconds without touch before the countdown.
    pub idle_s: u32,
    /// The same in the reader.
    pub reader_idle_s: u32,
    /// Countdown before the session is wiped, seconds.
    pub countdown_s: u8,
    /// Prints a session may take.
    pub prints_per_session: u32,
    /// Metres of paper that all visitors of a day may take together; 0 for no limit.
    pub day_m: u32,
    /// Longest slip, mm.
    pub slip_mm_max: u32,
    /// Slips longer than this ask first, mm.
    pub long_mm: u32,
    /// How to reach the attendant, in words; may be empty.
    pub attendant: String,
    /// The same in English; where it is empty the other is shown.
    pub attendant_en: String,
    /// Opening hours, in words; may be empty.
    pub hours: String,
    /// The same in English; where it is empty the other is shown.
    pub hours_en: String,
    /// Whether the window fills the screen.
    pub fullscreen: bool,
    /// Which way up the panel hangs.
    pub rotation: Rotation,
    /// From where the panel says a finger is to where it is, before it is turned: the upper two rows of a 3x3 matrix.
    pub touch_matrix: [f64; 6],
    /// The output that is drawn to, as the kernel calls it; the first one if not given.
    pub output: Option<String>,
    /// The file in which the kiosk tells when it last drew a frame; in a folder that lives as long as the machine runs.
    pub pulse: PathBuf,
}

/// How far a picture is turned clockwise to stand upright on a panel that hangs turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// Not at all.
    None,
    /// By 90 degrees.
    Quarter,
    /// By 180 degrees.
    Half,
    /// By 270 degrees.
    ThreeQuarters,
}

impl Rotation {
    /// All of them.
    pub const ALL: [Rotation; 4] = [
        Rotation::None,
        Rotation::Quarter,
        Rotation::Half,
        Rotation::ThreeQuarters,
    ];

    /// By how many degrees the picture is turned, clockwise.
    pub fn degrees(self) -> u32 {
        match self {
            Rotation::None => 0,
            Rotation::Quarter => 90,
            Rotation::Half => 180,
            Rotation::ThreeQuarters => 270,
        }
    }
}

/// The attendant's desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// PHC string of the PIN of both roles, or of A where B has one; without it the desk is closed.
    pub pin_hash: Option<String>,
    /// Where no PIN is set, the first start asks for one (首次设口令).
    pub ask_pin: bool,
    /// PHC string of B's own PIN (B 岗口令).
    pub pin_hash_b: Option<String>,
    /// Folder in which the unit that carries files to sticks answers; where it is not there, the kiosk writes on a stick itself.
    pub courier: PathBuf,
    /// Folder in which the unit listens that restarts the machine or switches it off; where it is not there, the desk cannot.
    pub power: PathBuf,
    /// Time without a touch after which the desk is left, seconds.
    pub idle_s: u32,
    /// Days for which a check of the shelf (便民服务栏) stands.
    pub shelf_days: u32,
    /// Days after which a new gazette (公报) should have come.
    pub gazette_days: u32,
    /// Working days before its last one from which an answer to an application is due soon.
    pub soon_days: u32,
}

/// An address shown with a QR code (R04).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What people call it.
    pub name: String,
    /// http or https.
    pub url: Url,
}

/// When the point is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Spans of the weekdays; always open without any.
    pub hours: Hours,
    /// Holidays and make-up working days; a file that is not there knows no year.
    pub calendar: PathBuf,
    /// Whom to reach out of hours, in words; may be empty.
    pub urgent: String,
    /// The same in English; where it is empty the other is shown.
    pub urgent_en: String,
    /// A file that switches the light of the screen: `0` is written for on, `4` for off (`bl_power` of a backlight).
    pub light: Option<PathBuf>,
}

/// How a visitor calls an attendant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bell {
    /// Not at all: the place of the desk is shown.
    #[default]
    None,
    /// The terminal sounds, and the desk shows the call.
    Sound,
    /// The desk shows the call.
    Terminal,
}

/// What the point offers besides documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Services {
    /// The list of paper holdings; a file that is not there is a point without paper.
    pub holdings: Option<PathBuf>,
    /// How an attendant is called.
    pub bell: Bell,
    /// First and last day of the yearly appraisal, `MM-DD`; `None` when it is not held on the screen.
    pub appraisal: Option<(String, String)>,
}

/// The office that answers applications and opinions (办理机关).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Its name; may be empty.
    pub name: String,
    /// To whom person data is sealed; without one nothing is taken in on the screen.
    pub key: Option<OfficeKey>,
    /// Where one applies to other offices.
    pub others: Option<Url>,
    /// The content is printed for the office when it is taken in (收件单), before it is sealed.
    pub intake_sheet: bool,
    /// Where blank forms lie, in words; may be empty.
    pub forms: String,
    /// Days for which sealed words are kept once their application is over or their opinion answered (保存期限).
    pub keep_days: u32,
}
