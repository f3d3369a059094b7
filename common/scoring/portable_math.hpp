#pragma once

/// exp, log and sigmoid from IEEE 754's basic operations only, so that every build gives the same bits: the C library's
/// differ in the last bit between glibc and the browser's musl. Compile without contraction (`-ffp-contract=off`).
namespace clearwell::scoring::portable {

/// e^x, within 2 ulp; 0 below -745.2, infinity above 709.8, NaN for NaN.
double exp(double x);

/// Natural logarithm, within 2 ulp; -infinity for 0, NaN below 0 and for NaN.
double log(double x);

/// 1 / (1 + e^-x), rounded to float32; never decreasing in x.
float sigmoid(float x);

/// log(p / (1 - p))
double logit(double p);

}  // namespace clearwell::scoring::portable
