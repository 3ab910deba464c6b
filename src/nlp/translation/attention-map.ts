/** Where a model looks while it writes. */
import * as core from '@tensorflow/tfjs-core';
import { messages } from '../../messages/index.js';
import { run } from '../../nn/layers/composite-layer.js';
import type { DecoderBlock } from '../../nn/layers/decoder-block.js';
import type { LayersModel } from '../../nn/tf.js';
import { paddedRows } from './examples.js';
import { lengthsOf, readBoth, seq2seqParts } from './seq2seq-decoder.js';
import { START } from './special-tokens.js';
import { encode, transformerParts } from './transformer-decoder.js';
import { kindOf } from './translate.js';

export interface AttentionMapOptions {
  /** Which block of a transformer's decoder, from 0 on. Default: the last. */
  block?: number;
}

const tokens = (values: readonly number[], length: number): core.Tensor =>
  core.tensor2d(
    paddedRows([values], length, { name: 'list of tokens', option: 'length' }),
    [1, length],
    'int32',
  );

function ofTransformer(
  model: LayersModel,
  source: readonly number[],
  written: readonly number[],
  options: AttentionMapOptions,
): core.Tensor {
  const parts = transformerParts(model);
  const { block = parts.decoder.length - 1 } = options;
  const chosen = parts.decoder[block];
  if (chosen === undefined) {
    const words = parts.decoder.map((_, i) => i).join(', ');
    const given = String(block);
    throw new RangeError(messages().translation.choice({ option: 'block', words, given }));
  }
  const { memory, keep } = encode(parts, tokens(source, source.length));
  const embedded = parts.target.reduce(
    (x, layer) => run(layer, x),
    tokens(written, written.length),
  );
  const before = parts.decoder
    .slice(0, block)
    .reduce((x, one: DecoderBlock) => run(one, [x, memory, keep]), embedded);
  return chosen.crossWeights(before, chosen.cross.read(memory, keep));
}

function ofSeq2seq(
  model: LayersModel,
  source: readonly number[],
  written: readonly number[],
): core.Tensor {
  const parts = seq2seqParts(model);
  const [sourceLength] = lengthsOf(model);
  const { memory, keep } = readBoth(parts, tokens(source, sourceLength));
  const asked = run(parts.target, tokens(written, written.length));
  return parts.decoder.attentionWeights(asked, memory, keep);
}

/**
 * How much a model looks at each token of a source while it writes each token of a target: the weights of its
 * attention, the mean of the heads.
 *
 * @param model made by `transformer` or `seq2seq`
 * @param source its tokens, S
 * @param target its tokens, T, without start and end
 * @returns a row for each token of the target and one for its end, `(T + 1) × S`; each has the sum 1
 * @throws TypeError for another model; RangeError for lists that are too long, or a block that is not there
 * @example
 * const map = attentionMap(model, letters.encode('2024-03-05'), letters.encode('二零二四年三月五日'));
 */
export function attentionMap(
  model: LayersModel,
  source: readonly number[],
  target: readonly number[],
  options: AttentionMapOptions = {},
): number[][] {
  const kind = kindOf(model);
  // What stands at a row is what the token that it asks from brings forth.
  const written = [START, ...target];
  return core.tidy(() => {
    const weights =
      kind === 'transformer'
        ? ofTransformer(model, source, written, options)
        : ofSeq2seq(model, source, written);
    const [, , rows] = weights.shape as [number, number, number, number];
    const mean = core.mean(weights, 1); // [1, T + 1, S]
    const seen = core.slice(mean, [0, 0, 0], [1, rows, source.length]);
    return (seen.arraySync() as number[][][])[0] as number[][];
  });
}

/**
 * How near a map of attention is to the diagonal: the correlation of the place that is written with the place that
 * is looked at, from −1 to 1. It is 1 where both go forward together, 0 where all is looked at alike.
 *
 * @param map rows of one length, of numbers >= 0
 * @throws RangeError for what is no such map
 * @example
 * diagonality([[1, 0], [0, 1]]); // 1
 */
export function diagonality(map: readonly (readonly number[])[]): number {
  const columns = map[0]?.length ?? 0;
  const isMap = map.every(
    (row) =>
      row.length === columns && row.every((weight) => Number.isFinite(weight) && weight >= 0),
  );
  const total = map.flat().reduce((sum, weight) => sum + weight, 0);
  if (map.length < 2 || columns < 2 || !isMap || !(total > 0)) {
    throw new RangeError(
      messages().translation.map({ given: `${map.length} × ${columns}, sum ${total}` }),
    );
  }
  const moment = (value: (row: number, column: number) => number): number =>
    map.reduce(
      (sum, weights, row) =>
        weights.reduce((part, weight, column) => part + weight * value(row, column), sum),
      0,
    ) / total;
  const [row, column] = [moment((i) => i), moment((_, j) => j)];
  const spread = Math.sqrt(moment((i) => (i - row) ** 2) * moment((_, j) => (j - column) ** 2));
  return spread === 0 ? 0 : moment((i, j) => (i - row) * (j - column)) / spread;
}
