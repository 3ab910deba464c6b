/** Tail probabilities of two tests. */

/** Terms of a series or a continued fraction at most; a hundred are enough for what tests need. */
const mostTerms = 1000;
const tiny = 1e-300;

/** ln Γ(x) for x > 0: Lanczos' approximation with g = 7 and nine terms, to some 15 digits. */
function logGamma(x: number): number {
  const terms = [
    ...[0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313],
    ...[-176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6],
    1.5056327351493116e-7,
  ];
  const z = x - 1;
  const t = z + 7.5;
  const sum = terms.reduce((total, term, i) => (i === 0 ? term : total + term / (z + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * The upper regularised incomplete gamma function Q(a, x): a series below a + 1, Lentz's continued
 * fraction above (Press et al., Numerical Recipes, 6.2).
 */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; n < mostTerms && term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - scale * sum;
  }
  let b = x + 1 - a;
  let [c, d] = [1 / tiny, 1 / b];
  let fraction = d;
  for (let i = 1; i < mostTerms; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / (numerator * d + b || tiny);
    c = b + numerator / c || tiny;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return scale * fraction;
}

/** The probability of a chi-squared value of `degrees` degrees of freedom that is as large. */
export const chiSquaredTail = (value: number, degrees: number): number =>
  upperGamma(degrees / 2, value / 2);

/** The probability of a value as large of Kolmogorov's distribution, the limit for many examples. */
export function kolmogorovTail(value: number): number {
  if (value < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k < mostTerms; k++) {
    const term = Math.exp(-2 * k * k * value * value);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-17) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}
