/** Writes by a recurrent encoder–decoder, with its state and what was read kept. */
import * as core from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { messages } from '../../messages/index.js';
import { spec } from '../../models/nlp/seq2seq.js';
import type { AttentionDecoder } from '../../nn/layers/attention-decoder.js';
import { run } from '../../nn/layers/composite-layer.js';
import type { LayersModel } from '../../nn/tf.js';
import { recordedDecoder, repeatRows } from './recorded-decoder.js';
import type { DecoderSizes, StepDecoder } from './step-decoder.js';

/** The parts of a recurrent encoder–decoder as what they are. */
interface Parts {
  readonly mask: tfl.layers.Layer;
  readonly source: tfl.layers.Layer;
  readonly encoder: tfl.layers.Layer;
  readonly target: tfl.layers.Layer;
  readonly decoder: AttentionDecoder;
  readonly logits: tfl.layers.Layer;
}

/** @throws TypeError for a model that `seq2seq` did not make */
export function seq2seqParts(model: LayersModel): Parts {
  return spec.parts(model) as unknown as Parts;
}

/** What the encoder makes of sources `[N, S]`: `[N, S, 2H]`, and which of them are tokens, `[N, S]`. */
export function readBoth(
  { mask, source, encoder }: Parts,
  tokens: core.Tensor,
): { memory: core.Tensor; keep: core.Tensor } {
  const keep = run(mask, tokens);
  return { memory: run(encoder, [run(source, tokens), keep]), keep };
}

/** Tokens of a source and of a target, as the model was made for. */
export function lengthsOf(model: LayersModel): [source: number, target: number] {
  const [source, target] = model.inputs.map(({ shape }) => shape[1] as number);
  return [source as number, target as number];
}

/** @throws RangeError for sources of another length than the model's */
function checkLength(model: LayersModel, given: number): void {
  const [expected] = lengthsOf(model);
  if (given === expected) return;
  throw new RangeError(messages().translation.length({ what: 'rows of sources', expected, given }));
}

/** A decoder for a model that `seq2seq` made. */
export function seq2seqDecoder(model: LayersModel, sizes: DecoderSizes): StepDecoder {
  const parts = seq2seqParts(model);
  const { target, decoder, logits } = parts;
  const { batch, beams, sourceLength } = sizes;
  checkLength(model, sourceLength);
  const rows = batch * beams;
  const [units, vocabSize] = (logits.getWeights()[0] as core.Tensor).shape as [number, number];
  const variable = (...shape: number[]): core.Variable =>
    core.tidy(() => core.variable(core.zeros(shape), false));
  const state = variable(rows, units);
  const keys = variable(rows, 1, sourceLength, units);
  const values = variable(rows, 1, sourceLength, units);
  const mask = variable(rows, 1, 1, sourceLength);
  const steps = {
    name: model.name,
    vocabSize,
    carried: [state],
    kept: [keys, values, mask],
    read(tokens: core.Tensor) {
      const { memory, keep } = readBoth(parts, tokens);
      const read = decoder.attention.read(memory, keep);
      state.assign(repeatRows(decoder.start(memory), beams));
      keys.assign(repeatRows(read.keys, beams));
      values.assign(repeatRows(read.values, beams));
      mask.assign(repeatRows(read.mask as core.Tensor, beams));
    },
    step(tokens: core.Tensor) {
      const written = decoder.step(run(target, tokens), state, { keys, values, mask });
      state.assign(written.state);
      return run(logits, written.output);
    },
  };
  return recordedDecoder(steps, sizes);
}
