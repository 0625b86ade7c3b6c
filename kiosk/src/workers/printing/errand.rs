//! What the printing thread is sent. Data only.

use session::Order;
use session::services::ReceiptOrder;
use session::staff::StaffPaper;

pub(super) enum Errand {
    Order(Box<Order>),
    Receipt(Box<ReceiptOrder>),
    Staff(u64, Box<StaffPaper>),
    Watch(bool),
}
