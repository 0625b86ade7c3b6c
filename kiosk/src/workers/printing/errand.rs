//! What the printing thread is sent. Data only.

use session::Order;

pub(super) enum Errand {
    Order(Box<Order>),
    Watch(bool),
}
