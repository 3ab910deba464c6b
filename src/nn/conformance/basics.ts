/** Shape, dtype, number of parameters, modes and determinism. */
import type { Finding } from './finding.js';
import { type Data, difference, type Instance, list, outputsOf, toData } from './subject.js';

function shapeText(shape: readonly (number | null)[]): string {
  return `[${shape.map((n) => n ?? 'batch').join(', ')}]`;
}

function isShape(value: unknown): value is (number | null)[] {
  return Array.isArray(value) && value.every((n) => n === null || typeof n === 'number');
}

/** What the layer said about its output before any number was computed. */
export function checkOutput(instance: Instance, inputs: readonly Data[]): Finding[] {
  const { layer, model } = instance;
  const given = inputs.map(({ shape }) => [...shape]);
  const computed: unknown = layer.computeOutputShape(given.length === 1 ? (given[0] ?? []) : given);
  const promised = isShape(computed) ? [computed] : (computed as (number | null)[][]);
  return [false, true].flatMap((training) => {
    const mode = training ? 'training' : 'inference';
    const outputs = outputsOf(instance, inputs, training);
    return outputs.flatMap(({ shape, dtype }, i): Finding[] => {
      const findings: Finding[] = [];
      const expected = promised[i] ?? [];
      if (expected.join() !== shape.join()) {
        const message =
          `Expected output ${i} in ${mode} mode to have the shape of computeOutputShape, ` +
          `${shapeText(expected)}. Received: ${shapeText(shape)}`;
        findings.push({ check: 'shape', message });
      }
      const place = list(model.outputs)[i];
      if (place !== undefined && place.dtype !== dtype) {
        const message = `Expected output ${i} in ${mode} mode to be ${place.dtype}. Received: ${dtype}`;
        findings.push({ check: 'dtype', message });
      }
      return findings;
    });
  });
}

/** The count that the layer gives against its weights, and against what the caller expects. */
export function checkParameters({ layer }: Instance, expected: number | undefined): Finding[] {
  const size = layer.weights.reduce(
    (sum, { shape }) => sum + shape.reduce<number>((product, n) => product * (n ?? 1), 1),
    0,
  );
  const counted = layer.countParams();
  return [size, expected ?? size].flatMap((right): Finding[] =>
    counted === right
      ? []
      : [{ check: 'parameters', message: `Expected ${right} parameters. Received: ${counted}` }],
  );
}

/** Finite numbers in both modes, and no randomness where the layer is not trained. */
export function checkModes(instance: Instance, inputs: readonly Data[]): Finding[] {
  const findings: Finding[] = [];
  for (const training of [false, true]) {
    const outputs = outputsOf(instance, inputs, training);
    if (outputs.some(({ values }) => !Array.from(values).every(Number.isFinite))) {
      const mode = training ? 'training' : 'inference';
      findings.push({ check: 'modes', message: `Expected finite numbers in ${mode} mode.` });
    }
  }
  const [first, second] = [outputsOf(instance, inputs, false), outputsOf(instance, inputs, false)];
  if (difference(first, second) > 0) {
    const message = 'Expected two calls in inference mode to agree. They differ.';
    findings.push({ check: 'modes', message });
  }
  return findings;
}

/** Two made alike hold the same weights and give the same numbers, also in training. */
export function checkDeterminism(make: () => Instance, inputs: readonly Data[]): Finding[] {
  const [one, other] = [make(), make()];
  try {
    const parts: [string, (instance: Instance) => Data[]][] = [
      ['weights', ({ model }) => model.getWeights().map(toData)],
      ['outputs in inference mode', (instance) => outputsOf(instance, inputs, false)],
      ['outputs in training mode', (instance) => outputsOf(instance, inputs, true)],
    ];
    return parts.flatMap(([what, read]): Finding[] => {
      if (difference(read(one), read(other)) === 0) return [];
      const message =
        `Expected two made alike to have the same ${what}. They differ: pass a seed to each ` +
        'initialiser, dropout and noise.';
      return [{ check: 'determinism', message }];
    });
  } finally {
    one.dispose();
    other.dispose();
  }
}
