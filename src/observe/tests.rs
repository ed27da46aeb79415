use super::ring::Ring;
use super::*;

fn record(number: u64) -> Record {
    Record { time: number, thread: 7, event: Event::Check, number }
}

#[test]
fn what_is_told_is_read_in_order() {
    let ring = Ring::new();
    ring.allocate();
    let mut cursor = ring.cursor();
    let mut seen = Vec::new();
    assert_eq!(ring.read(&mut cursor, |record| seen.push(record)), 0);
    (0..1000).for_each(|number| ring.push(record(number)));
    assert_eq!(ring.read(&mut cursor, |record| seen.push(record)), 0);
    assert!(seen.iter().copied().eq((0..1000).map(record)));
}

#[test]
fn a_slow_reader_is_told_what_it_lost() {
    let ring = Ring::new();
    ring.allocate();
    let mut cursor = ring.cursor();
    (0..200_000).for_each(|number| ring.push(record(number)));
    let mut seen = Vec::new();
    let lost = ring.read(&mut cursor, |record| seen.push(record.number));
    assert_eq!(lost + seen.len() as u64, 200_000);
    assert_eq!(seen.last(), Some(&199_999));
    assert!(seen.windows(2).all(|pair| pair[1] == pair[0] + 1));
}

#[test]
fn many_tellers_one_reader() {
    let ring = Ring::new();
    ring.allocate();
    let mut cursor = ring.cursor();
    let (mut seen, mut lost) = (0u64, 0u64);
    std::thread::scope(|scope| {
        let tellers: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| (0..20_000).for_each(|number| ring.push(record(number)))))
            .collect();
        while !tellers.iter().all(|teller| teller.is_finished()) {
            lost += ring.read(&mut cursor, |record| {
                assert_eq!(record.time, record.number);
                seen += 1;
            });
        }
    });
    lost += ring.read(&mut cursor, |_| seen += 1);
    assert_eq!(lost + seen, 60_000);
}

#[test]
fn names_are_given_in_order_and_not_reused() {
    let mut names = Names::new(100);
    assert_eq!((names.number(100), names.number(200), names.number(100)), (0, 1, 0));
    names.forget(200);
    assert_eq!(names.number(200), 2);
    assert_eq!((Names::name(0), Names::name(2)), ("main".to_owned(), "T2".to_owned()));
}

#[test]
fn the_summary_counts() {
    let mut stats = Stats::new(1, 0);
    let mut tell = |time, thread, event, number| {
        stats.read(&Record { time, thread, event, number });
    };
    tell(0, 1, Event::GilWait, 0);
    tell(1_000_000, 1, Event::GilTaken, 0);
    tell(2_000_000, 1, Event::SignalArrived, 2);
    tell(5_000_000, 1, Event::HandlerBegins, 2);
    tell(6_000_000, 1, Event::GilDropped, 0);
    tell(7_000_000, 9, Event::GilTaken, 0);
    let text = stats.summary(10_000_000);
    assert!(text.starts_with("gilpy: 10.0 ms, the GIL changed hands once\n"), "{text}");
    assert!(text.contains("    main         1       5.000       1.000      1.000"), "{text}");
    assert!(text.contains("signal 2: arrived once, its handler ran once, 3.000 ms after"), "{text}");
}
