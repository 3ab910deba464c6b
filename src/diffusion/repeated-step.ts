/** A step of a sampler that is made again and again, in one call and in later ones. */
import * as core from '@tensorflow/tfjs-core';
import { captureStep, type StepFunction } from '../backend/capture/index.js';
import type { SeedSource } from '../backend/fused/random.js';
import { messages } from '../messages/index.js';
import { layerSettings } from '../nn/capture-model.js';
import { keptWithModel } from '../nn/kept-with-model.js';
import { type LayersModel, type Tensor, tf } from '../nn/tf.js';
import { userCodeIn } from '../nn/user-code.js';
import type { Moved, Sampling } from './sampling.js';

/** One call of a sampler. */
interface SamplerCall {
  /** A step on tensors of the call, the examples first; what it draws, it draws from `rng`. */
  step(inputs: readonly Tensor[], rng: SeedSource): Moved;
  /** All that the step depends on beside its tensors and the weights, in words. */
  readonly key: string;
  /** How many steps it makes. */
  readonly steps: number;
}

/** Of shorter samplings, so many steps are made before a graph is: it takes as long as some of them. */
const WORTH_CAPTURING = 30;

/** Makes a step; what it gives belongs to the caller. */
type Run = (inputs: readonly Tensor[]) => Moved;

/** The captured steps of all samplings from one network. */
function samplerOf(model: LayersModel) {
  let atWork: { readonly call: SamplerCall; readonly rng: SeedSource } | undefined;
  let made = 0;
  // A graph is replayed in other calls than the one that it was recorded in: their seeds count.
  const rng: SeedSource = {
    integer: (low, high) => (atWork as { rng: SeedSource }).rng.integer(low, high),
  };
  const plain: StepFunction = (inputs) =>
    core.tidy(() => [...(atWork?.call.step(inputs as Tensor[], rng) ?? [])] as core.Tensor[]);
  const name = messages().capture.generation({ model: model.name });
  const key = (): string => atWork?.call.key ?? '';
  const captured = captureStep(plain, { name, because: 'library', key });
  return {
    of:
      (call: SamplerCall, own: SeedSource): Run =>
      (inputs) => {
        made++;
        const isShort = call.steps < WORTH_CAPTURING && made <= WORTH_CAPTURING;
        if (isShort) return tf.tidy(() => call.step(inputs, own));
        // Samplings from one network may take turns, each between steps of the other.
        atWork = { call, rng: own };
        try {
          return captured([...inputs] as core.Tensor[]) as Tensor[] as Moved;
        } finally {
          atWork = undefined;
        }
      },
    dispose: () => captured.dispose(),
  };
}

/**
 * A step that runs again and again: as one graph where there are many, and all that is in it is the
 * library's. The graph stays with the network, for samplings to come.
 */
export function repeated({ predictor, rng }: Sampling, call: SamplerCall): Run {
  const { model } = predictor;
  if (model === undefined || userCodeIn(model).length > 0) {
    return (inputs) => tf.tidy(() => call.step(inputs, rng));
  }
  const key = `${call.key}|${layerSettings(model)}`;
  return keptWithModel(model, 'sampling', () => samplerOf(model)).of({ ...call, key }, rng);
}
