/** The logits of the next token, with the keys and values of earlier tokens kept. */
import * as core from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { captureStep, type StepFunction } from '../backend/capture/index.js';
import { causalMask } from '../backend/fused/attention.js';
import { gatherRows } from '../backend/fused/gather-rows.js';
import { messages } from '../messages/index.js';
import { spec } from '../models/nlp/gpt.js';
import type { KeyValueCache } from '../nn/layers/causal-self-attention.js';
import { run } from '../nn/layers/composite-layer.js';
import type { TokenEmbedding } from '../nn/layers/token-embedding.js';
import type { TransformerBlock } from '../nn/layers/transformer-block.js';
import type { LayersModel } from '../nn/tf.js';

/** The parts of a GPT as what they are; the types of notebooks know them only as layers. */
interface Parts {
  readonly embedding: TokenEmbedding;
  readonly blocks: readonly TransformerBlock[];
  readonly norm: tfl.layers.Layer;
  readonly head: tfl.layers.Layer;
}

/**
 * The parts of a model that `gpt` made, or that was loaded from one.
 *
 * @throws TypeError when it is another model
 */
export function gptParts(model: LayersModel): Parts {
  return spec.parts(model) as unknown as Parts;
}

/** Reads the logits of the next tokens. */
export interface LogitsReader {
  /**
   * Logits `[V]` of the token after each sequence, of which the last `context` count; a row without a sequence is
   * not looked at, and what is given for it says nothing.
   */
  read(sequences: readonly Sequence[]): Promise<Float32Array[]>;
  /** Forgets the sequences: the next ones may be others. */
  restart(): void;
  dispose(): void;
}

/** The tokens of a row so far, one at least; none where the row is done. */
export type Sequence = readonly number[] | undefined;

export interface LogitsReaderOptions {
  /** The longest sequence to come; shapes are fixed by it, so that steps can be captured. */
  length: number;
  /** Keep keys and values of earlier tokens instead of computing them again. */
  cache: boolean;
  /** How many sequences grow side by side. Default 1. */
  rows?: number;
}

/**
 * Prompts that run eagerly before one is recorded: with a cache each is read once, and a graph takes
 * as long to make as some twenty prompts.
 */
const PROMPTS_BEFORE = 16;

/** What a step is fed: tokens `[B, 1]`, their positions `[1]` or `[B, 1]`, their places in the cache `[B·G, 3]`. */
function stepInputs(tokens: readonly number[], positions: readonly number[], groups: number) {
  const rows = tokens.length;
  const places = positions.flatMap((position, row) =>
    Array.from({ length: groups }, (_, group) => [row, group, position]).flat(),
  );
  return [
    core.tensor2d([...tokens], [rows, 1], 'int32'),
    core.tensor([...positions], rows === 1 ? [1] : [rows, 1], 'int32'),
    core.tensor2d(places, [rows * groups, 3], 'int32'),
  ];
}

/**
 * A reader of logits for sequences that grow side by side.
 *
 * The first call runs the whole sequences. With `cache`, a call with one token more of each runs these tokens
 * alone. Sequences of unequal length all begin at position 0 and have their padding behind them, where no token
 * looks: each is read as it would be alone. Past the context the window of the last tokens is run anew each time, with or without
 * `cache`: every token in it has moved to another position.
 */
export function logitsReader(model: LayersModel, options: LogitsReaderOptions): LogitsReader {
  const { cache: isCached, rows = 1 } = options;
  const { embedding, blocks, norm, head } = gptParts(model);
  const { context, width } = embedding.options;
  const length = Math.min(options.length, context);
  const { heads, keyValueHeads } = (blocks[0] as TransformerBlock).options;
  const empty = (): core.Variable =>
    core.tidy(() => core.variable(core.zeros([rows, keyValueHeads, length, width / heads]), false));
  const caches: KeyValueCache[] = isCached
    ? blocks.map(() => ({ keys: empty(), values: empty() }))
    : [];
  causalMask(length); // made before any step, so that none has to

  /** tokens [B, S] and the places [B] to read at, of all B·S → logits [B, 1, V] */
  const whole: StepFunction = ([tokens, places]) =>
    core.tidy(() => {
      let x = run(embedding, tokens as core.Tensor); // [B, S, D]
      blocks.forEach((block, i) => {
        const cache = caches[i];
        x = cache === undefined ? run(block, x) : block.fill(x, cache);
      });
      const last = gatherRows(core.reshape(x, [-1, width]), places as core.Tensor); // [B, D]
      return [run(head, run(norm, core.reshape(last, [rows, 1, width])))];
    });
  /** What `stepInputs` gives → logits [B, 1, V] */
  const one: StepFunction = ([tokens, positions, indices]) =>
    core.tidy(() => {
      const position = positions as core.Tensor;
      const seen = gatherRows(causalMask(length) as core.Tensor2D, position); // [1, S] or [B, 1, S]
      const mask = rows === 1 ? seen : core.reshape(seen, [rows, 1, 1, length]);
      const at = { indices: indices as core.Tensor2D, position, mask };
      let x = embedding.step(tokens as core.Tensor, position); // [B, 1, D]
      blocks.forEach((block, i) => {
        x = block.step(x, caches[i] as KeyValueCache, at);
      });
      return [run(head, run(norm, x))];
    });
  const name = messages().capture.generation({ model: model.name });
  const runWhole = captureStep(whole, {
    name,
    because: 'library',
    ...(isCached && { after: PROMPTS_BEFORE }),
  });
  const runOne = captureStep(one, { name, because: 'library' });
  /** How many tokens of each row are in the cache. */
  let cached = Array<number>(rows).fill(-1);

  const compute = (sequences: readonly Sequence[]): core.Tensor[] => {
    const lasts = sequences.map((tokens) => (tokens?.length ?? 1) - 1);
    const canStep = (last: number, row: number): boolean =>
      sequences[row] === undefined || (cached[row] === last && last < length);
    if (isCached && lasts.every(canStep)) {
      cached = lasts.map((last) => last + 1);
      const tokens = lasts.map((last, row) => sequences[row]?.[last] ?? 0);
      return runWith(runOne, stepInputs(tokens, lasts, keyValueHeads));
    }
    cached = lasts.map((last) => (last < length ? last + 1 : -1));
    const windows = sequences.map((tokens) => tokens?.slice(-length) ?? []);
    const padded = new Int32Array(rows * length);
    for (const [row, window] of windows.entries()) padded.set(window, row * length);
    const places = windows.map((window, row) => row * length + Math.max(0, window.length - 1));
    return runWith(runWhole, [
      core.tensor2d(padded, [rows, length], 'int32'),
      core.tensor1d(places, 'int32'),
    ]);
  };
  return {
    async read(sequences) {
      const [logits] = compute(sequences);
      try {
        const values = (await logits?.data()) as Float32Array;
        const size = values.length / rows;
        return sequences.map((_, row) => values.subarray(row * size, (row + 1) * size));
      } finally {
        logits?.dispose();
      }
    },
    restart() {
      cached.fill(-1);
    },
    dispose() {
      runWhole.dispose();
      runOne.dispose();
      for (const { keys, values } of caches) {
        keys.dispose();
        values.dispose();
      }
    },
  };
}

function runWith(step: StepFunction, inputs: core.Tensor[]): core.Tensor[] {
  try {
    return step(inputs);
  } finally {
    core.dispose(inputs);
  }
}
