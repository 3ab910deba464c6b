/** A linear chain of tags: its potentials, checked, step by step. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor, tf } from '../tf.js';

/**
 * What makes a sequence of tags likely: the sum of the potentials along it, all of them finite. What must not be
 * gets a large negative number, such as -1e4.
 */
export interface CrfPotentials {
  /** Of each tag at each token, `[B, T, K]`, float32. */
  readonly emissions: Tensor;
  /** Of a tag behind another, `[K, K]`: row `i`, column `j` is for `j` behind `i`. */
  readonly transitions: Tensor;
  /** Of each tag at the first token, `[K]`. */
  readonly start: Tensor;
  /** Of each tag at the last token, `[K]`. */
  readonly end: Tensor;
  /** Which places are tokens, `[B, T]`: 1, or 0 for padding, which is passed over. Default: all. */
  readonly mask?: Tensor | undefined;
}

/** Stands for log 0; a true infinity would make gradients NaN. */
const NEVER = -1e30;

/**
 * A chain as sums along paths of states: the K tags, and behind them one that stands before the first token. So a
 * row without tokens is no special case: its only path is empty.
 */
export interface Chain {
  readonly tags: number;
  /** Of each step, `[B, K]`. */
  readonly emissions: readonly Tensor[];
  /** Of each step, `[B, 1]`: 1, or 0 for padding; without a mask `[1, 1]`. */
  readonly keep: readonly Tensor[];
  /** From each state to each tag, `[K + 1, K]`. */
  readonly arrivals: Tensor;
  /** Of a path that ends in a state, `[K + 1]`. */
  readonly ends: Tensor;
  /** All paths before the first step: log 1 for the state before it, log 0 for the others, `[1, K + 1]`. */
  readonly before: Tensor;
}

const shapeOf = (x: Tensor): string =>
  Array.isArray(x?.shape) ? `[${x.shape.join(', ')}]` : shown(x);

/** @throws RangeError for shapes that do not go together */
export function checkPotentials(where: string, potentials: CrfPotentials): void {
  const { emissions, transitions, start, end, mask } = potentials;
  const has = (x: unknown, ...shape: readonly (number | undefined)[]): boolean =>
    String((x as Tensor | undefined)?.shape) === String(shape);
  const [batch, length, tags] = emissions?.shape ?? [];
  const fits =
    emissions?.rank === 3 &&
    has(transitions, tags, tags) &&
    has(start, tags) &&
    has(end, tags) &&
    (mask === undefined || has(mask, batch, length));
  if (fits) return;
  const all = Object.entries({ emissions, transitions, start, end, ...(mask && { mask }) });
  const given = all.map(([name, one]) => `${name} ${shapeOf(one)}`).join(', ');
  throw new RangeError(messages().tagging.potentials({ where, given }));
}

/** One column of `[B, T]`, as `[B, 1]` float32. */
const columns = (x: Tensor, length: number): Tensor[] =>
  tf.split(tf.cast(x, 'float32'), length, 1) as Tensor[];

/** Call it within `tf.tidy`. @throws RangeError for shapes that do not go together */
export function chainOf(where: string, potentials: CrfPotentials): Chain {
  checkPotentials(where, potentials);
  const { emissions, transitions, start, end, mask } = potentials;
  const [, length, tags] = emissions.shape as [number, number, number];
  const steps = tf.unstack(emissions, 1) as Tensor[];
  return {
    tags,
    emissions: steps,
    keep: mask === undefined ? steps.map(() => tf.ones([1, 1])) : columns(mask, length),
    arrivals: tf.concat([transitions, tf.reshape(start, [1, tags])], 0),
    ends: tf.concat([end, tf.zeros([1])], 0),
    before: tf.concat([tf.fill([1, tags], NEVER), tf.zeros([1, 1])], 1),
  };
}

/** A step's values where it is a token, and those before it where it is padding. */
export function passing(keep: Tensor, at: Tensor, before: Tensor): Tensor {
  return tf.add(tf.mul(keep, at), tf.mul(tf.sub(1, keep), before));
}

/** Values of tags as values of states: `[B, K]` → `[B, K + 1]`; no path comes back to the state before the first token. */
export function asStates(ofTags: Tensor, none: number = NEVER): Tensor {
  const places: [number, number][] = [
    [0, 0],
    [0, 1],
  ];
  return tf.pad(ofTags, places, none);
}
