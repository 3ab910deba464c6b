import { describe, expect, test } from 'vitest';
import { ink, palette } from './style.js';

function linear(hex: string): number[] {
  return [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Simulations of colour blindness on linear RGB, Machado, Oliveira & Fernandes 2009, severity 1. */
const seenBy: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  everyone: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopes: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopes: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopes: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIELAB of a colour as some see it. */
function labOf(hex: string, matrix: readonly (readonly number[])[]): number[] {
  const rgb = linear(hex);
  const seen = matrix.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, weight, i) => sum + weight * (rgb[i] ?? 0), 0),
      ),
    ),
  );
  const [r = 0, g = 0, b = 0] = seen;
  const [x = 0, y = 0, z = 0] = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
  ].map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe.each(Object.entries(seenBy))('for %s', (_, matrix) => {
  test('no two of the ten colours look alike', () => {
    const labs = palette.map((color) => labOf(color, matrix));
    for (const [i, one] of labs.entries()) {
      for (const other of labs.slice(0, i)) {
        expect(Math.hypot(...one.map((v, k) => v - (other[k] ?? 0)))).toBeGreaterThan(8);
      }
    }
  });
});

/** The grounds of JupyterLab's light and dark theme. */
describe.each(['#ffffff', '#111111'])('on %s', (ground) => {
  test('text can be read', () => {
    expect(contrast(ink, ground)).toBeGreaterThan(4.2);
  });
  test.each(palette)('%s can be seen', (color) => {
    expect(contrast(color, ground)).toBeGreaterThan(2.2);
  });
});
