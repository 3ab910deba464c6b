/** Student's t distribution of a whole number of degrees of freedom. */

/** P(|t| <= x): Abramowitz & Stegun 1964, 26.7.3 and 26.7.4. */
export function studentTWithin(x: number, freedom: number): number {
  const angle = Math.atan(x / Math.sqrt(freedom));
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cos : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let i = isOdd ? 3 : 2; i < freedom - 1; i += 2) {
    term *= ((i - 1) / i) * cos * cos;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sin * sum) : sin * sum;
}

/** The x for which P(|t| <= x) is `level`, in (0, 1). */
export function studentTQuantile(level: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentTWithin(high, freedom) < level) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (studentTWithin(middle, freedom) < level) low = middle;
    else high = middle;
  }
  return high;
}
