/** Saved as tfjs's JSON and weights, and loaded again, in memory. */
import * as core from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { type Finding, tolerances } from './finding.js';
import { type Data, difference, type Instance, outputsOf, reloadedInstance } from './subject.js';

async function reload(original: Instance): Promise<Instance> {
  let saved: core.io.ModelArtifacts | undefined;
  const handler = core.io.withSaveHandler(async (artifacts) => {
    saved = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await original.model.save(handler);
  if (saved === undefined) throw new Error('Expected `save` to call its handler. It did not.');
  // As text: what JSON cannot hold must not survive.
  const modelTopology = JSON.parse(JSON.stringify(saved.modelTopology)) as object;
  const model = await loadLayersModel(core.io.fromMemory({ ...saved, modelTopology }));
  return reloadedInstance(model, original);
}

/** Whether all that a configuration said is said again; null says as much as nothing. */
function holds(after: unknown, before: unknown): boolean {
  if (before == null) return after == null;
  if (typeof before !== 'object') return Object.is(after, before);
  return (
    typeof after === 'object' &&
    after !== null &&
    Object.entries(before).every(([field, value]) =>
      holds((after as Record<string, unknown>)[field], value),
    )
  );
}

/** Outputs of both modes, and the configuration; the first training call of each is compared. */
export async function checkSaveAndLoad(
  make: () => Instance,
  inputs: readonly Data[],
): Promise<Finding[]> {
  const original = make();
  let again: Instance | undefined;
  try {
    again = await reload(original);
    const findings: Finding[] = [];
    for (const training of [false, true]) {
      const gap = difference(
        outputsOf(original, inputs, training),
        outputsOf(again, inputs, training),
      );
      if (gap > tolerances.reloaded) {
        const message =
          `Expected the same outputs in ${training ? 'training' : 'inference'} mode after saving ` +
          `and loading. They differ by ${gap.toExponential(1)}: is a field missing in getConfig?`;
        findings.push({ check: 'save and load', message });
      }
    }
    const [before, after] = [original, again].map(({ layer }) => layer.getConfig());
    for (const [field, value] of Object.entries(before ?? {})) {
      if (holds(after?.[field], value)) continue;
      const message =
        `Expected the field ${field} to be ${JSON.stringify(value)} after loading. Received: ` +
        JSON.stringify(after?.[field]);
      findings.push({ check: 'save and load', message });
    }
    return findings;
  } catch (error) {
    const message = `Expected to load what was saved. ${error instanceof Error ? error.message : error}`;
    return [{ check: 'save and load', message }];
  } finally {
    again?.dispose();
    original.dispose();
  }
}
