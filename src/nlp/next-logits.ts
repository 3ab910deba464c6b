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
import type { TokenAndPositionEmbedding } from '../nn/layers/token-and-position-embedding.js';
import type { TransformerBlock } from '../nn/layers/transformer-block.js';
import type { LayersModel } from '../nn/tf.js';

/** The parts of a GPT as what they are; the types of notebooks know them only as layers. */
interface Parts {
  readonly embedding: TokenAndPositionEmbedding;
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

/** Reads the logits of the next token. */
export interface LogitsReader {
  /** Logits `[V]` of the token after `tokens`, of which the last `context` count. */
  read(tokens: readonly number[]): Promise<Float32Array>;
  /** Forgets the sequence: the next one may be another. */
  restart(): void;
  dispose(): void;
}

/**
 * Prompts that run eagerly before one is recorded: with a cache each is read once, and a graph takes
 * as long to make as some twenty prompts.
 */
const PROMPTS_BEFORE = 16;

/**
 * A reader of logits for one growing sequence.
 *
 * The first call runs the whole sequence. With `cache`, a call with one token more runs that token
 * alone. Past the context the window of the last tokens is run anew each time, with or without
 * `cache`: every token in it has moved to another position.
 *
 * @param length the longest sequence to come; shapes are fixed by it, so that steps can be captured
 */
export function logitsReader(
  model: LayersModel,
  options: { length: number; cache: boolean },
): LogitsReader {
  const { embedding, blocks, norm, head } = gptParts(model);
  const { context, width } = embedding.options;
  const length = Math.min(options.length, context);
  const { heads, keyValueHeads } = (blocks[0] as TransformerBlock).options;
  const empty = (): core.Variable =>
    core.tidy(() => core.variable(core.zeros([1, keyValueHeads, length, width / heads]), false));
  const caches: KeyValueCache[] = options.cache
    ? blocks.map(() => ({ keys: empty(), values: empty() }))
    : [];
  causalMask(length); // made before any step, so that none has to

  /** tokens [1, S] and the position [1] to read at → logits [1, 1, V] */
  const whole: StepFunction = ([tokens, position]) =>
    core.tidy(() => {
      let x = run(embedding, tokens as core.Tensor); // [1, S, D]
      blocks.forEach((block, i) => {
        const cache = caches[i];
        x = cache === undefined ? run(block, x) : block.fill(x, cache);
      });
      const rows = core.reshape(x, [length, width]);
      const last = gatherRows(rows, position as core.Tensor); // [1, D]
      return [run(head, run(norm, core.reshape(last, [1, 1, width])))];
    });
  /** token [1, 1], its position [1], its places in the cache [G, 3] → logits [1, 1, V] */
  const one: StepFunction = ([token, position, indices]) =>
    core.tidy(() => {
      const mask = gatherRows(causalMask(length) as core.Tensor2D, position as core.Tensor); // [1, S]
      const at = { indices: indices as core.Tensor2D, position: position as core.Tensor, mask };
      let x = embedding.step(token as core.Tensor, position as core.Tensor); // [1, 1, D]
      blocks.forEach((block, i) => {
        x = block.step(x, caches[i] as KeyValueCache, at);
      });
      return [run(head, run(norm, x))];
    });
  const name = messages().capture.generation({ model: model.name });
  const runWhole = captureStep(whole, {
    name,
    because: 'library',
    ...(options.cache && { after: PROMPTS_BEFORE }),
  });
  const runOne = captureStep(one, { name, because: 'library' });
  let cached = -1;

  const ints = (values: number[], shape: number[]): core.Tensor =>
    core.tensor(values, shape, 'int32');
  const compute = (tokens: readonly number[]): core.Tensor[] => {
    const last = tokens.length - 1;
    if (options.cache && cached === last && last < length) {
      cached = last + 1;
      const places = Array.from({ length: keyValueHeads }, (_, h) => [0, h, last]).flat();
      const inputs = [ints([tokens[last] as number], [1, 1]), ints([last], [1])];
      return runWith(runOne, [...inputs, ints(places, [keyValueHeads, 3])]);
    }
    const window = tokens.slice(-length);
    cached = tokens.length <= length ? tokens.length : -1;
    const padded = [...window, ...Array<number>(length - window.length).fill(0)];
    return runWith(runWhole, [ints(padded, [1, length]), ints([window.length - 1], [1])]);
  };
  return {
    async read(tokens) {
      const [logits] = compute(tokens);
      try {
        return (await logits?.data()) as Float32Array;
      } finally {
        logits?.dispose();
      }
    },
    restart() {
      cached = -1;
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
