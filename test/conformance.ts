/** The checks of `gradus`'s layers and models as tests. */
import { expect, test } from 'vitest';
import type { BackendName, Layer, LayersModel } from '../src/backend/index.js';
import {
  type CheckLayerOptions,
  type CheckModelOptions,
  type CheckName,
  checkLayer,
  checkModel,
  type Finding,
} from '../src/nn/conformance/index.js';
import { capability } from './capabilities.js';

/** Something that a layer cannot do today: the check, a part of what it says, and why. */
export interface KnownGap {
  readonly check: CheckName;
  readonly says: RegExp;
  readonly why: string;
}

/** The backends of this machine. */
export function backendsHere(): BackendName[] {
  return [
    ...(capability('native').ok ? (['tensorflow'] as const) : []),
    ...(capability('wasm').ok ? (['wasm'] as const) : []),
    'cpu',
  ];
}

/** Nothing is found but the known gaps, and each of them is still there. */
export function expectConformance(findings: readonly Finding[], gaps: readonly KnownGap[]): void {
  const fits = (gap: KnownGap, { check, message }: Finding): boolean =>
    gap.check === check && gap.says.test(message);
  expect(findings.filter((finding) => !gaps.some((gap) => fits(gap, finding)))).toEqual([]);
  const closed = gaps.filter((gap) => !findings.some((finding) => fits(gap, finding)));
  expect(closed, 'gaps that are closed now: take them out of the list').toEqual([]);
}

/** A test that a layer does all that layers must. */
export function layerConforms(
  name: string,
  make: () => Layer,
  options: CheckLayerOptions,
  gaps: readonly KnownGap[] = [],
): void {
  test(`${name} conforms`, async () => {
    expectConformance(await checkLayer(make, { backends: backendsHere(), ...options }), gaps);
  });
}

/** A test that a model does all that models must. */
export function modelConforms(
  name: string,
  make: () => LayersModel,
  options: CheckModelOptions,
  gaps: readonly KnownGap[] = [],
): void {
  test(`${name} conforms`, async () => {
    expectConformance(await checkModel(make, { backends: backendsHere(), ...options }), gaps);
  });
}
