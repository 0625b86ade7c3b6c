//! One file per screen: its value onto its page, and what is touched there into touches of the session.

pub mod attachment;
pub mod browse;
pub mod contents;
pub mod desk;
pub mod door;
pub mod frame;
pub mod help;
pub mod home;
pub mod keyboard;
pub mod not_filled;
pub mod outcome;
pub mod preview;
pub mod print;
pub mod printing;
pub mod reader;
pub mod rows;
pub mod search;
pub mod services;
pub mod table;

use screens::MainWindow;

use super::touches::Touches;

/// Lets every page call out.
pub fn listen(window: &MainWindow, touches: &Touches) {
    frame::listen(window, touches);
    home::listen(window, touches);
    browse::listen(window, touches);
    search::listen(window, touches);
    keyboard::listen(window, touches);
    reader::listen(window, touches);
    contents::listen(window, touches);
    table::listen(window, touches);
    attachment::listen(window, touches);
    print::listen(window, touches);
    printing::listen(window, touches);
    help::listen(window, touches);
    door::listen(window, touches);
    desk::listen(window, touches);
    services::listen(window, touches);
}
