//! Ticks and periodic checks of small loops are exactly those of real CPython 2.7.18 (`data/ticks.json`, measured there).

use serde_json::Value;
use std::process::{Command, Stdio};

/// Prints: ticks of f(1000) and f(2000) beyond those of an empty call, checks of 1000 more rounds at interval 0, checks of
/// f(101000) at interval 100.
const MEASURE: &str = "
import gil, sys
def measure(function, n):
    before = gil.ticks()
    function(n)
    return gil.ticks() - before
def checks(n):
    before = gil.tick_counter()
    f(n)
    return gil.tick_counter() - before
def empty(n):
    pass
f(10)
base = measure(empty, 1)
print(measure(f, 1000) - base)
print(measure(f, 2000) - base)
sys.setcheckinterval(0)
less = checks(1000)
print(checks(2000) - less)
sys.setcheckinterval(100)
print(checks(101000))
";

fn numbers(source: &str) -> Result<Vec<i64>, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_gilpy"))
        .args(["--profile", "2.7", "-c", &format!("{source}{MEASURE}")])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace().map(|word| word.parse().map_err(|_| text.clone())).collect()
}

#[test]
fn loops_pay_the_ticks_of_cpython() {
    let rows: Value = serde_json::from_str(include_str!("data/ticks.json")).unwrap_or_default();
    let rows = rows.as_array().cloned().unwrap_or_default();
    let mut seen = 0;
    for row in rows {
        // A row without totals is a module's loop, which has no function to call.
        let Some(total) = row.get("ticks_total_minus_empty_call") else { continue };
        let source = row["source"].as_str().unwrap_or_default();
        let got = numbers(source);
        let want = [
            total["N=1000"].as_i64(),
            total["N=2000"].as_i64(),
            row["checks_per_iteration_interval_0"].as_i64().map(|checks| checks * 1000),
        ];
        let got = got.unwrap_or_else(|error| panic!("{}: {error}", row["name"]));
        let exact: Vec<Option<i64>> = got.iter().take(3).copied().map(Some).collect();
        assert_eq!(exact, want, "{}\n{source}", row["name"]);
        // Where in the interval the loop begins is worth one check.
        let allowed =
            row["checks_for_101000_iterations_interval_100"].as_array().cloned().unwrap_or_default();
        let near = |want: &Value| want.as_i64().is_some_and(|want| (want - got[3]).abs() <= 1);
        assert!(allowed.iter().any(near), "{}: {} checks, not {allowed:?}", row["name"], got[3]);
        seen += 1;
    }
    assert!(seen > 30, "{seen} loops");
}

/// What `programs/gil/slow_opcodes.py` counts: bodies of functions and their slow instructions.
fn counts(text: &str) -> Vec<(i64, &str)> {
    let rows = text.lines().filter_map(|line| line.trim_start().split_once("  "));
    rows.filter_map(|(count, body)| Some((count.parse().ok()?, body))).collect()
}

/// As many ticks as a CPython has made checks where each tick was one. Without `finally`, before which a check is left out.
#[test]
fn each_body_pays_a_tick_for_each_check() -> Result<(), Box<dyn std::error::Error>> {
    for (flags, confirmed) in [
        (["--profile", "2.7"], include_str!("../programs/gil/slow_opcodes.2.7.out")),
        (["--profile", "3.2"], include_str!("../programs/gil/slow_opcodes.3.2.out")),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_gilpy"))
            .args(flags)
            .args([concat!(env!("CARGO_MANIFEST_DIR"), "/programs/gil/slow_opcodes.py"), "ticks"])
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let (ticks, checks) = (counts(&text), counts(confirmed));
        assert!(checks.len() > 600, "{} bodies\n{}", checks.len(), String::from_utf8_lossy(&output.stderr));
        assert_eq!(ticks.len(), checks.len());
        for (ticks, checks) in ticks.into_iter().zip(checks) {
            if ticks.1.contains("finally") {
                assert!(ticks.1 == checks.1 && ticks.0 >= checks.0, "{flags:?} {ticks:?}, not {checks:?}");
            } else {
                assert_eq!(ticks, checks, "{flags:?}");
            }
        }
    }
    Ok(())
}
