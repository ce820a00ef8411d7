/** Of the Chebyshev approximation of erfc in Press et al., Numerical Recipes, section 6.2: right to 1.2e-7 of itself. */
const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];

/** How likely a standard normal number is at least so far from zero, on either side. */
export function normalTails(distance: number): number {
  const reach = Math.abs(distance) / Math.SQRT2;
  const scaled = 1 / (1 + reach / 2);
  const exponent = coefficients.reduceRight((sum, factor) => sum * scaled + factor, 0);
  return Math.min(1, scaled * Math.exp(exponent - reach * reach));
}
