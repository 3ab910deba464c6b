/** Writes by a transformer, with the keys and values of what was read and written kept. */
import * as core from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { causalMask } from '../../backend/fused/attention.js';
import { gatherRows } from '../../backend/fused/gather-rows.js';
import { spec } from '../../models/nlp/transformer.js';
import type { KeyValueCache } from '../../nn/layers/causal-self-attention.js';
import { run } from '../../nn/layers/composite-layer.js';
import type { ReadSource } from '../../nn/layers/cross-attention.js';
import type { DecoderBlock } from '../../nn/layers/decoder-block.js';
import { SinusoidalPositions } from '../../nn/layers/sinusoidal-positions.js';
import type { LayersModel } from '../../nn/tf.js';
import { recordedDecoder, repeatRows } from './recorded-decoder.js';
import type { DecoderSizes, StepDecoder } from './step-decoder.js';

/** The parts of a transformer as what they are; the types of notebooks know them only as layers. */
interface Parts {
  readonly mask: tfl.layers.Layer;
  readonly source: readonly tfl.layers.Layer[];
  readonly encoder: readonly tfl.layers.Layer[];
  readonly encoderNorm: tfl.layers.Layer;
  readonly target: readonly tfl.layers.Layer[];
  readonly decoder: readonly DecoderBlock[];
  readonly decoderNorm: tfl.layers.Layer;
  readonly logits: tfl.layers.Layer;
}

/** @throws TypeError for a model that `transformer` did not make */
export function transformerParts(model: LayersModel): Parts {
  return spec.parts(model) as unknown as Parts;
}

/** What the encoder makes of sources `[N, S]`: `[N, S, D]`, and which of them are tokens, `[N, S]`. */
export function encode(
  { mask, source, encoder, encoderNorm }: Parts,
  tokens: core.Tensor,
): { memory: core.Tensor; keep: core.Tensor } {
  const keep = run(mask, tokens);
  const embedded = source.reduce((x, layer) => run(layer, x), tokens);
  const read = encoder.reduce((x, block) => run(block, [x, keep]), embedded);
  return { memory: run(encoderNorm, read), keep };
}

/** A decoder for a model that `transformer` made. */
export function transformerDecoder(model: LayersModel, sizes: DecoderSizes): StepDecoder {
  const parts = transformerParts(model);
  const { decoder, target, decoderNorm, logits } = parts;
  const { batch, beams, sourceLength, maxTokens } = sizes;
  const rows = batch * beams;
  const [width, vocabSize] = (logits.getWeights()[0] as core.Tensor).shape as [number, number];
  const { heads, keyValueHeads } = (decoder[0] as DecoderBlock).options;
  const variable = (...shape: number[]): core.Variable =>
    core.tidy(() => core.variable(core.zeros(shape), false));
  const pair = (length: number): KeyValueCache => {
    const shape = [rows, keyValueHeads, length, width / heads] as const;
    return { keys: variable(...shape), values: variable(...shape) };
  };
  const caches = decoder.map(() => pair(maxTokens));
  const sources = decoder.map(() => pair(sourceLength));
  const mask = variable(rows, 1, 1, sourceLength);
  causalMask(maxTokens); // made before any step, so that none has to

  /** Where a step writes into a cache, but for its position. */
  const places = Array.from({ length: rows * keyValueHeads }, (_, i) => [
    Math.floor(i / keyValueHeads),
    i % keyValueHeads,
    0,
  ]);
  const steps = {
    name: model.name,
    vocabSize,
    carried: caches.flatMap(({ keys, values }) => [keys, values]),
    kept: [mask, ...sources.flatMap(({ keys, values }) => [keys, values])],
    read(tokens: core.Tensor) {
      const { memory, keep } = encode(parts, tokens);
      for (const [i, block] of decoder.entries()) {
        const read = block.cross.read(memory, keep);
        const { keys, values } = sources[i] as KeyValueCache;
        keys.assign(repeatRows(read.keys, beams));
        values.assign(repeatRows(read.values, beams));
        if (i === 0) mask.assign(repeatRows(read.mask as core.Tensor, beams));
      }
    },
    step(tokens: core.Tensor, position: core.Tensor) {
      const base = core.tensor2d(places, [places.length, 3], 'int32');
      const last = core.tensor2d([0, 0, 1], [1, 3], 'int32');
      const at = {
        indices: core.add(base, core.mul(last, position)) as core.Tensor2D,
        position,
        mask: gatherRows(causalMask(maxTokens) as core.Tensor2D, position), // [1, T]
      };
      const embedded = target.reduce(
        (x, layer) =>
          layer instanceof SinusoidalPositions ? layer.step(x, position) : run(layer, x),
        tokens,
      );
      const written = decoder.reduce((x, block, i) => {
        const source: ReadSource = { ...(sources[i] as KeyValueCache), mask };
        return block.stepOver(x, caches[i] as KeyValueCache, at, source);
      }, embedded);
      return run(logits, run(decoderNorm, written));
    },
  };
  return recordedDecoder(steps, sizes);
}
