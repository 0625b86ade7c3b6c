//! What `printer test` prints: everything that a technician must see on paper once. Its words stand in `assets/lang`.

use crate::receipt::Receipt;

/// A page with each kind of element.
pub fn test_page() -> Receipt {
    serde_json::from_str(include_str!("../../../assets/lang/test-page.zh.json"))
        .expect("the compiled-in page is a receipt, see the test")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipt::Item;

    #[test]
    fn the_page_holds_what_a_technician_must_see() {
        let items = test_page().items;
        let has = |wanted: fn(&Item) -> bool| items.iter().any(wanted);
        assert!(has(|item| matches!(item, Item::Table { .. })));
        assert!(has(|item| matches!(item, Item::Qr { .. })));
        assert!(has(|item| matches!(item, Item::Text { large: true, .. })));
        assert!(has(|item| matches!(item, Item::Text { label: 3, .. })));
    }
}
