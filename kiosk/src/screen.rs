//! One value per screen: everything a picture of the terminal depends on, and nothing else.
//! Pure data; the bridge turns it into Slint properties. Carries no words of the interface, only data and codes:
//! the words stand in `ui/*.slint` and are translated there.

use serde::{Deserialize, Serialize};

/// Rows of a result page while the keyboard is up; the session asks the catalogue for exactly one page.
pub const SEARCH_ROWS_KEYBOARD: u32 = 3;
/// Rows of a result page with the keyboard put away.
pub const SEARCH_ROWS: u32 = 6;
/// Documents on a page of the catalogue.
pub const BROWSE_ROWS: u32 = 6;
/// Groups on a page of the catalogue.
pub const GROUPS_PER_PAGE: u32 = 8;
/// Choices on a page of an open picker.
pub const OPTIONS_PER_PAGE: u32 = 8;
/// Documents under 最新公开; the home page shows as many of them as fit, low reach five.
pub const LATEST_ROWS: u32 = 5;
/// Characters a visitor can type into the search field.
pub const QUERY_CHARS_MAX: usize = 64;

/// A whole picture: head, one screen, footer state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// The bar on top.
    pub head: Head,
    /// Visitor's settings of this session.
    #[serde(default)]
    pub look: Look,
    /// The one screen that shows.
    pub screen: Screen,
    /// A message over the screen; the visitor dismisses it.
    #[serde(default)]
    pub notice: Option<Notice>,
    /// Seconds left before the session is wiped; `None` while in use.
    #[serde(default)]
    pub countdown_s: Option<u8>,
}

/// The bar on top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Wording on the plate (牌子).
    pub plate: String,
    /// Name of the portal that is mirrored.
    pub portal: String,
    /// Name of the point.
    pub site: String,
    /// When the data was last confirmed current, in local time: `09:12` for today, `10-14 18:00` before; empty if never.
    pub updated: String,
    /// `updated` lies on the current day.
    pub updated_today: bool,
    /// Older than the configured limit, or the feed has expired: amber with words.
    pub stale: bool,
    /// `14:36`.
    pub clock: String,
    /// Month 1-12.
    pub month: u8,
    /// Day 1-31.
    pub day: u8,
    /// 1 Monday to 7 Sunday.
    pub weekday: u8,
}

/// Language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// Visitor's settings; wiped with the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// Large print (大字).
    pub large: bool,
    /// Yellow on black (高对比).
    pub contrast: bool,
    /// Controls in the lower 45 % (低位).
    pub low_reach: bool,
    /// Interface language.
    pub language: Language,
}

/// A message over the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Notice {
    /// The open document was withdrawn; nothing of it stays on the screen, not even its title.
    Withdrawn,
    /// The open document was replaced by a newer revision, which is shown now.
    Revised,
    /// The print queue is full.
    PleaseWait,
    /// No more prints in this session.
    LimitReached,
    /// The mirror could not be read just now.
    CatalogueBusy,
    /// The register cannot be written, so nothing is printed.
    RegisterFailed,
}

/// The screens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "screen", rename_all = "kebab-case")]
pub enum Screen {
    /// First screen of a session.
    Home(Home),
    /// Catalogue by category, agency, year.
    Browse(Browse),
    /// Search with keyboard and results.
    Search(Search),
    /// One document.
    Reader(Reader),
    /// Choosing what to print.
    Print(Print),
    /// A job under way.
    Printing(Printing),
    /// What became of the job.
    Outcome(Outcome),
    /// First sync not done yet, or the mirror cannot be read.
    NotFilled(NotFilled),
    /// How to use the terminal, how to call the attendant.
    Help(Help),
}

/// See [`Screen::Home`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Home {
    /// 常用查询, configured.
    pub common: Vec<String>,
    /// Always six: `policy` `gazette` `interpretation` `guide` `budget` `all`.
    pub tiles: Vec<Tile>,
    /// 最新公开, newest first; three fit at 1080x1920.
    pub latest: Vec<Row>,
}

/// A tile on the home screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    /// Category code; `all` for the catalogue.
    pub code: String,
    /// Documents in it.
    pub count: u64,
}

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Row {
    /// Document id.
    pub id: String,
    /// Article to open at; empty for the top.
    pub article_id: String,
    /// Article label as shown; empty for none.
    pub article: String,
    /// Title in pieces; marked ones are highlighted.
    pub title: Vec<Span>,
    /// Snippet in pieces; empty outside search.
    pub snippet: Vec<Span>,
    /// 发文字号 or empty.
    pub doc_no: String,
    /// 发文机关.
    pub agency: String,
    /// `YYYY-MM-DD` or empty.
    pub date: String,
    /// `in-force` `repealed` `expired` `superseded` `unknown`.
    pub validity: String,
    /// An interpretation (解读) exists.
    pub interpreted: bool,
    /// Came into the mirror today and is no older than a month.
    pub new_today: bool,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Highlighted.
    #[serde(default)]
    pub mark: bool,
}

/// See [`Screen::Browse`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Browse {
    /// Which list of groups stands on the left or top: `category` `agency` `year`.
    pub axis: String,
    /// Groups of that axis, with counts.
    pub groups: Vec<Group>,
    /// Chosen group's code; empty for all.
    pub chosen: String,
    /// Page of groups, from 1, and how many.
    pub group_page: u32,
    /// Pages of groups.
    pub group_pages: u32,
    /// Documents of the chosen group.
    pub rows: Vec<Row>,
    /// Page, from 1.
    pub page: u32,
    /// Pages; 0 when nothing is there.
    pub pages: u32,
    /// Documents in the chosen group.
    pub total: u64,
}

/// A group of documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Category code, agency name or year.
    pub code: String,
    /// Documents in it.
    pub count: u64,
}

/// See [`Screen::Search`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Search {
    /// What was typed.
    pub text: String,
    /// `latin` or `digits`; empty when the keyboard is put away to show more results.
    pub keyboard: String,
    /// Chosen filters; empty for all.
    pub agency: String,
    /// `2018` or empty.
    pub year: String,
    /// Validity code or empty.
    pub validity: String,
    /// A picker is open for `agency`, `year` or `validity`; empty for none.
    pub picking: String,
    /// Choices of the open picker.
    pub options: Vec<Group>,
    /// Page of the picker, from 1.
    pub option_page: u32,
    /// Pages of the picker.
    pub option_pages: u32,
    /// `idle` (nothing typed), `busy`, `found`, `none`.
    pub state: String,
    /// Hits in all.
    pub total: u64,
    /// False: at least that many ("1000+").
    pub total_exact: bool,
    /// This page's hits.
    pub rows: Vec<Row>,
    /// Page, from 1.
    pub page: u32,
    /// Pages known.
    pub pages: u32,
}

/// See [`Screen::Reader`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reader {
    /// Document id.
    pub id: String,
    /// Revision shown; a change of it reloads the text.
    pub rev: u64,
    /// Red head (红头): the agency with 文件, or empty when the document has no number.
    pub red_head: String,
    /// 发文字号 or empty.
    pub doc_no: String,
    /// 标题.
    pub title: String,
    /// 索引号 or empty.
    pub index_no: String,
    /// 发文机关.
    pub agency: String,
    /// `YYYY-MM-DD` or empty.
    pub date: String,
    /// Validity code.
    pub validity: String,
    /// The document that interprets this one; empty for none.
    pub interpretation_id: String,
    /// The document this one interprets; empty for none.
    pub interprets_id: String,
    /// Body, one row a block or table row.
    pub lines: Vec<Line>,
    /// Table of contents.
    pub contents: Vec<Entry>,
    /// The table of contents is open.
    pub contents_open: bool,
    /// The visitor is choosing articles.
    pub choosing: bool,
    /// Articles chosen.
    pub chosen: u32,
    /// Line to bring to the top when `goto_serial` changes.
    pub goto_line: u32,
    /// Counts requests to move.
    pub goto_serial: u32,
    /// Text size in pixels at 4 px/mm: 24 to 64.
    pub text_px: u16,
    /// Attachments: name and size in bytes.
    pub attachments: Vec<Attached>,
    /// Printing is possible at all (a printer is configured).
    pub printable: bool,
}

/// A file that belongs to the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// File name.
    pub name: String,
    /// Bytes.
    pub length: u64,
}

/// One line of the reader: a block, or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    /// `heading1` `heading2` `heading3` `heading4` `body` `left` `center` `right` `table-head` `table-row` `picture`.
    pub kind: String,
    /// Bold lead (第五条); empty for none.
    pub label: String,
    /// The words after the label.
    pub text: String,
    /// Cells of a table row.
    pub cells: Vec<String>,
    /// Article that a tap on this line chooses; empty when the line cannot be chosen.
    pub article_id: String,
    /// First line of its article: carries the tick box.
    pub first: bool,
    /// Its article is chosen.
    pub chosen: bool,
}

/// One entry of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Article id.
    pub article_id: String,
    /// 第五条.
    pub label: String,
    /// Words beside it.
    pub title: String,
    /// 0 to 5; indent.
    pub depth: u8,
}

/// See [`Screen::Print`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Print {
    /// Title of the document.
    pub title: String,
    /// `excerpt` (only when articles are chosen), `reference`, `whole`.
    pub choices: Vec<Choice>,
    /// Code of the chosen one.
    pub chosen: String,
    /// Articles chosen.
    pub articles: u32,
    /// Prints left in this session.
    pub left: u32,
    /// `errand` (办事需要) `study` (学习研究) `rights` (维护权益) `other`; empty for none.
    pub purpose: String,
    /// `ready` `near-end` `paper-out` `cover-open` `offline` `error` `unknown` `none`.
    pub printer: String,
    /// Preview: path-free 8-bit grey picture of the slip that would be printed; not part of the JSON.
    #[serde(skip)]
    pub preview: Option<Preview>,
    /// The chosen slip is longer than the thrift limit.
    pub long: bool,
    /// A tap on 开始打印 will be accepted.
    pub can_start: bool,
}

/// Pixels of a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Dots per row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Row-major, 0 black, 255 white; `width * height` bytes.
    pub grey: std::sync::Arc<Vec<u8>>,
}

/// What may be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// `excerpt` `reference` `whole`.
    pub code: String,
    /// Paper it takes, millimetres.
    pub length_mm: u32,
    /// Over the limit: offered, but not to be started.
    #[serde(default)]
    pub too_long: bool,
}

/// See [`Screen::Printing`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Printing {
    /// Register number; empty while the row is being written.
    pub number: String,
    /// Title of the document.
    pub title: String,
    /// 0 to 100.
    pub percent: u8,
    /// The visitor asked to stop.
    pub cancelling: bool,
}

/// See [`Screen::Outcome`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// `printed` `sent` `refused` `cancelled` `unknown`.
    pub outcome: String,
    /// For `refused` and `unknown`: `paper-out` `cover-open` `offline` `error` `power` `timeout` `withdrawn`; else empty.
    pub reason: String,
    /// Register number.
    pub number: String,
    /// Title of the document.
    pub title: String,
}

/// See [`Screen::NotFilled`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NotFilled {
    /// `waiting` (agent has not run), `filling`, `damaged` (set aside, being refilled).
    pub state: String,
    /// Documents so far.
    pub documents: u64,
    /// 0 to 100; 0 when not known.
    pub percent: u8,
}

/// See [`Screen::Help`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Help {
    /// Configured words on where the attendant is; may be empty.
    pub attendant: String,
    /// Configured opening hours; may be empty.
    pub hours: String,
}

/// What a finger can do. The bridge makes these, the session answers them.
// Fields are ids, codes and typed text: their names say which, the variants say of what.
#[allow(missing_docs)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum Action {
    /// Any touch: stops the countdown.
    Touched,
    /// Footer.
    Home,
    /// Footer or the ‹ button: one screen back.
    Back,
    /// Footer: wipe now (结束使用).
    End,
    /// Footer.
    Help,
    /// Footer: switch language.
    Language,
    /// Footer: large print.
    Large,
    /// Footer: high contrast.
    Contrast,
    /// Footer: low reach.
    LowReach,
    /// Close the notice.
    Dismiss,
    /// Open search, keyboard up.
    OpenSearch,
    /// 常用查询: search for these words.
    Common { text: String },
    /// Home tile.
    OpenTile { code: String },
    /// A row was tapped.
    Open { id: String, article_id: String },
    /// Characters typed, by our keyboard or a plugged-in one.
    Type { text: String },
    /// Delete the last character.
    Backspace,
    /// Empty the field.
    Clear,
    /// Put the keyboard away and show the results.
    Submit,
    /// Bring the keyboard back.
    ShowKeyboard,
    /// `latin` or `digits`.
    Layer { code: String },
    /// Open the picker for `agency` `year` `validity`.
    Pick { field: String },
    /// Choose in the open picker; empty for all.
    Choose { code: String },
    /// Close the picker.
    ClosePicker,
    /// Search without filters (offered when nothing is found).
    Widen,
    /// List pages.
    PagePrev,
    /// List pages.
    PageNext,
    /// Pages of groups or of picker choices.
    GroupPrev,
    /// Pages of groups or of picker choices.
    GroupNext,
    /// Browse: `category` `agency` `year`.
    Axis { code: String },
    /// Browse: choose a group; empty for all.
    Group { code: String },
    /// Reader: table of contents.
    ToggleContents,
    /// Reader: go to an article and close the table of contents.
    Goto { article_id: String },
    /// Reader: choosing articles on or off (选条款).
    ToggleChoosing,
    /// Reader: tick or untick an article.
    Tick { article_id: String },
    /// Reader: A+.
    Bigger,
    /// Reader: A−.
    Smaller,
    /// Reader: the print screen.
    OpenPrint,
    /// Print: `excerpt` `reference` `whole`.
    Content { code: String },
    /// Print: purpose code; the same again takes it back.
    Purpose { code: String },
    /// Print: start.
    StartPrint,
    /// Printing: stop.
    CancelPrint,
}
