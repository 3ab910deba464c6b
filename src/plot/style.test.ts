import { describe, expect, test } from 'vitest';
import { ink, palette } from './style.js';

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** The grounds of JupyterLab's light and dark theme. */
describe.each(['#ffffff', '#111111'])('on %s', (ground) => {
  test('text can be read', () => {
    expect(contrast(ink, ground)).toBeGreaterThan(4.2);
  });
  test.each(palette)('%s can be seen', (color) => {
    expect(contrast(color, ground)).toBeGreaterThan(2.2);
  });
});
