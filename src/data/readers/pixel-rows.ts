/** Lines of pixels with a class number behind them, separated by commas. */

export interface PixelRows {
  /** In [0, 1], one picture after the other. */
  pixels: Float32Array;
  labels: Int32Array;
}

/** @throws Error naming the line that does not fit */
export function parsePixelRows(
  text: string,
  expected: { width: number; examples: number; maxPixel: number; classes: number; path: string },
): PixelRows {
  const { width, examples, maxPixel, classes, path } = expected;
  const lines = text.trimEnd().split('\n');
  if (lines.length !== examples) {
    throw new Error(
      `Expected ${examples} lines in ${path}. Received: ${lines.length}. Restore the file from the repository.`,
    );
  }
  const pixels = new Float32Array(lines.length * width);
  const labels = new Int32Array(lines.length);
  lines.forEach((line, i) => {
    const numbers = line.split(',').map(Number);
    const label = numbers[width] ?? -1;
    const inRange = (value: number): boolean => value >= 0 && value <= maxPixel;
    const isClass = Number.isInteger(label) && label >= 0 && label < classes;
    if (numbers.length !== width + 1 || !numbers.slice(0, width).every(inRange) || !isClass) {
      throw new Error(
        `Expected ${width} pixels from 0 to ${maxPixel} and a class number in line ${i + 1} of ${path}. Received: ${line.slice(0, 80)}`,
      );
    }
    for (let j = 0; j < width; j++) pixels[i * width + j] = (numbers[j] as number) / maxPixel;
    labels[i] = label;
  });
  return { pixels, labels };
}
