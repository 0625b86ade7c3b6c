//! What the printing thread is sent. Data only.

use session::Order;
use session::services::ReceiptOrder;

pub(super) enum Errand {
    Order(Box<Order>),
    Receipt(Box<ReceiptOrder>),
    Watch(bool),
}
