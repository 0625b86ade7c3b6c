//! What a finger can do.

use serde::{Deserialize, Serialize};

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
    /// Search for words that were offered instead of those typed.
    Hint { text: String },
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
    /// Help: the door of the attendant's desk.
    OpenDesk,
    /// Door: the PIN is typed; who comes in: `A` `B`.
    Enter { code: String },
    /// Desk: a line of the register.
    ChooseSlip { number: String },
    /// Desk: what lay there: `came-out` `partly` `nothing`.
    Settle { code: String },
    /// Desk: print the chosen slip once more (补打).
    Reprint,
}
