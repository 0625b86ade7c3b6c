//! What becomes of a portal's articles when another reader reads them, and when the site stops answering.

use super::*;
use crate::sources::portal::state::Store;

fn say_another_read_it(bench: &Bench) {
    let store = Store::open(&bench.dir.path().join("portal.db")).unwrap();
    store.say("reader", "another build").unwrap();
}

#[test]
fn another_build_reads_everything_again_and_goes_on_where_it_was_cut_off() {
    let bench = Bench::new(sound());
    assert_eq!(bench.run(true).titles().len(), 6);
    assert!(bench.run(true).items.is_empty());
    say_another_read_it(&bench);
    // The lists, two articles, then the network is gone: the others are read by the next run, and it is a full one.
    bench.web.0.borrow_mut().left = Some(4);
    assert_eq!(bench.run(false).titles().len(), 2);
    bench.web.0.borrow_mut().left = None;
    bench.web.asked();
    assert_eq!(bench.run(true).titles().len(), 6);
    let asked = bench.web.asked();
    let articles = asked.iter().filter(|path| path.contains("/t2026"));
    assert_eq!(articles.count(), 4, "{asked:?}");
    assert!(bench.run(true).items.is_empty());
}

#[test]
fn what_waits_to_be_published_is_kept_when_the_reader_changes() {
    let bench = Bench::new(sound());
    bench.run(false);
    say_another_read_it(&bench);
    bench.web.0.borrow_mut().left = Some(2);
    assert_eq!(bench.run(true).titles().len(), 6, "without asking for any");
}

#[test]
fn a_site_that_stops_answering_is_left_alone_and_read_by_the_next_run() {
    let rows = 40;
    let web = Fake::default();
    web.put("/zc/index.html", &list(1..=rows, 1));
    (1..=rows).for_each(|n| web.put(&path(n), &article(n)));
    let bench = Bench::new(web);
    bench.web.0.borrow_mut().left = Some(11);
    let run = bench.run(true);
    assert_eq!(run.titles().len(), 10);
    // Eight that were not answered, and one word for the rest.
    let refusals = run.refusals();
    assert_eq!(refusals.len(), SILENT_MAX + 1);
    assert!(refusals[SILENT_MAX].detail.contains("22 more are left"));
    // It answers again, and the list has turned over meanwhile: nothing is forgotten.
    bench.web.0.borrow_mut().left = None;
    bench.web.put("/zc/index.html", &list(39..=rows, 1));
    assert_eq!(bench.run(true).titles().len(), 30);
    assert!(bench.run(true).items.is_empty());
    // One that fails alone is asked for by the next run, and then only by full walks.
    bench.web.put("/zc/index.html", &list([41, 42], 1));
    bench.web.say(&path(41), 503);
    bench.web.put(&path(42), &article(42));
    assert_eq!(bench.run(true).titles().len(), 1);
    bench.web.put("/zc/index.html", &list([42, 40], 1));
    bench.web.asked();
    for run in 0..30 {
        bench.run(true);
        let asked = bench.web.asked().contains(&path(41));
        assert_eq!(asked, run < 24, "{run}");
    }
}
