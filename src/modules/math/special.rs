//! Functions that C's library does not have, or not everywhere: gamma by Lanczos' approximation, the error function by a
//! series and a continued fraction, inverse hyperbolic functions by logarithms (Modules/mathmodule.c, Modules/_math.c).
//!
//! Invariant: a result that is not finite for a finite argument stands for an error that the caller names.

use std::f64::consts::{LN_2, PI};

const LN_PI: f64 = 1.144_729_885_849_400_2;
const SQRT_PI: f64 = 1.772_453_850_905_516;

/// Lanczos' g, and the coefficients of his rational function for it, highest power last.
const LANCZOS_G: f64 = 6.024_680_040_776_73;
const LANCZOS_G_MINUS_HALF: f64 = 5.524_680_040_776_73;
const LANCZOS: [(f64, f64); 13] = [
    (23_531_376_880.410_76, 0.0),
    (42_919_803_642.649_1, 39_916_800.0),
    (35_711_959_237.355_67, 120_543_840.0),
    (17_921_034_426.037_21, 150_917_976.0),
    (6_039_542_586.352_028, 105_258_076.0),
    (1_439_720_407.311_721_6, 45_995_730.0),
    (248_874_557.862_054_17, 13_339_535.0),
    (31_426_415.585_400_194, 2_637_558.0),
    (2_876_370.628_935_372_5, 357_423.0),
    (186_056.265_395_223_48, 32_670.0),
    (8_071.672_002_365_816, 1_925.0),
    (210.824_277_751_579_36, 66.0),
    (2.506_628_274_631_000_2, 1.0),
];

fn lanczos_sum(x: f64) -> f64 {
    let (mut top, mut bottom) = (0.0, 0.0);
    if x < 5.0 {
        for (a, b) in LANCZOS.iter().rev() {
            top = top * x + a;
            bottom = bottom * x + b;
        }
    } else {
        // In powers of 1/x, so that nothing overflows.
        for (a, b) in &LANCZOS {
            top = top / x + a;
            bottom = bottom / x + b;
        }
    }
    top / bottom
}

/// sin(pi * x) of a finite x.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let value = match (2.0 * y).round() as i32 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    1f64.copysign(x) * value
}

/// NaN: outside the domain; infinite for a finite argument: too large.
pub fn gamma(x: f64) -> f64 {
    if !x.is_finite() {
        return if x.is_nan() || x > 0.0 { x } else { f64::NAN };
    }
    if x == 0.0 {
        return f64::NAN;
    }
    if x == x.floor() {
        if x < 0.0 {
            return f64::NAN;
        }
        if x <= 23.0 {
            return (1..x as u64).map(|n| n as f64).product();
        }
    }
    let size = x.abs();
    if size < 1e-20 {
        return 1.0 / x;
    }
    if size > 200.0 {
        return if x < 0.0 { 0.0 / sin_pi(x) } else { f64::INFINITY };
    }
    let y = size + LANCZOS_G_MINUS_HALF;
    // What the sum lost to rounding.
    let lost = if size > LANCZOS_G_MINUS_HALF {
        (y - size) - LANCZOS_G_MINUS_HALF
    } else {
        (y - LANCZOS_G_MINUS_HALF) - size
    };
    let z = lost * LANCZOS_G / y;
    let power = |x: f64| y.powf(x);
    if x < 0.0 {
        let mut r = -PI / sin_pi(size) / size * y.exp() / lanczos_sum(size);
        r -= z * r;
        if size < 140.0 {
            r / power(size - 0.5)
        } else {
            let half = power(size / 2.0 - 0.25);
            r / half / half
        }
    } else {
        let mut r = lanczos_sum(size) / y.exp();
        r += z * r;
        if size < 140.0 {
            r * power(size - 0.5)
        } else {
            let half = power(size / 2.0 - 0.25);
            r * half * half
        }
    }
}

/// The logarithm of gamma's absolute value; NaN: outside the domain.
pub fn lgamma(x: f64) -> f64 {
    if !x.is_finite() {
        return if x.is_nan() { x } else { f64::INFINITY };
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { f64::NAN } else { 0.0 };
    }
    let size = x.abs();
    if size < 1e-20 {
        return -size.ln();
    }
    let mut r = lanczos_sum(size).ln() - LANCZOS_G;
    r += (size - 0.5) * ((size + LANCZOS_G - 0.5).ln() - 1.0);
    if x < 0.0 {
        r = LN_PI - sin_pi(size).abs().ln() - size.ln() - r;
    }
    r
}

const SERIES_CUTOFF: f64 = 1.5;

fn erf_series(x: f64) -> f64 {
    const TERMS: usize = 25;
    let square = x * x;
    let mut sum = 0.0;
    let mut divisor = TERMS as f64 + 0.5;
    for _ in 0..TERMS {
        sum = 2.0 + square * sum / divisor;
        divisor -= 1.0;
    }
    sum * x * (-square).exp() / SQRT_PI
}

fn erfc_fraction(x: f64) -> f64 {
    const TERMS: usize = 50;
    if x >= 30.0 {
        return 0.0;
    }
    let square = x * x;
    let (mut a, mut step) = (0.0, 0.5);
    let (mut p, mut last_p) = (1.0, 0.0);
    let (mut q, mut last_q) = (step + square, 1.0);
    for _ in 0..TERMS {
        a += step;
        step += 2.0;
        let b = step + square;
        (p, last_p) = (b * p - a * last_p, p);
        (q, last_q) = (b * q - a * last_q, q);
    }
    p / q * x * (-square).exp() / SQRT_PI
}

pub fn erf(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x.abs() < SERIES_CUTOFF {
        return erf_series(x);
    }
    let rest = erfc_fraction(x.abs());
    if x > 0.0 { 1.0 - rest } else { rest - 1.0 }
}

pub fn erfc(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x.abs() < SERIES_CUTOFF {
        return 1.0 - erf_series(x);
    }
    let rest = erfc_fraction(x.abs());
    if x > 0.0 { rest } else { 2.0 - rest }
}

const TINY: f64 = 1.0 / (1u64 << 28) as f64;
const HUGE: f64 = (1u64 << 28) as f64;

pub fn asinh(x: f64) -> f64 {
    let size = x.abs();
    if !x.is_finite() || size < TINY {
        return x;
    }
    let value = if size > HUGE {
        size.ln() + LN_2
    } else if size > 2.0 {
        (2.0 * size + 1.0 / ((x * x + 1.0).sqrt() + size)).ln()
    } else {
        let square = x * x;
        (size + square / (1.0 + (1.0 + square).sqrt())).ln_1p()
    };
    value.copysign(x)
}

pub fn acosh(x: f64) -> f64 {
    if x.is_nan() || x < 1.0 {
        return f64::NAN;
    }
    if x >= HUGE {
        return if x.is_infinite() { x } else { x.ln() + LN_2 };
    }
    if x == 1.0 {
        return 0.0;
    }
    if x > 2.0 {
        return (2.0 * x - 1.0 / (x + (x * x - 1.0).sqrt())).ln();
    }
    let t = x - 1.0;
    (t + (2.0 * t + t * t).sqrt()).ln_1p()
}

pub fn atanh(x: f64) -> f64 {
    let size = x.abs();
    if x.is_nan() || size >= 1.0 {
        return f64::NAN;
    }
    if size < TINY {
        return x;
    }
    let t = size + size;
    let value = if size < 0.5 {
        0.5 * (t + t * size / (1.0 - size)).ln_1p()
    } else {
        0.5 * (t / (1.0 - size)).ln_1p()
    };
    value.copysign(x)
}

pub fn log1p(x: f64) -> f64 {
    // A zero keeps its sign.
    if x == 0.0 { x } else { x.ln_1p() }
}
