/** Sequences that grow side by side. */
import { createRng, type Seed } from '../../backend/random.js';
import { throwIfInterrupted } from '../../runtime/interrupt.js';
import type { LogitsReader } from '../next-logits.js';
import { sampleToken } from './draw-token.js';
import type { StreamOptions } from './stream-options.js';

/**
 * The next tokens of sequences that grow side by side, one of each at a time; none for a sequence that is done.
 *
 * @param seeds of each sequence, which draws by its own alone
 */
export async function* continued(
  reader: LogitsReader,
  prompts: readonly (readonly number[])[],
  options: StreamOptions & { readonly seeds: readonly Seed[] },
): AsyncGenerator<(number | undefined)[], void> {
  const { maxTokens, stopToken, seeds } = options;
  const rngs = seeds.map(createRng);
  const texts: (number[] | undefined)[] = prompts.map((prompt) => [...prompt]);
  for (let made = 0; made < maxTokens && texts.some((text) => text !== undefined); made++) {
    if (made > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      throwIfInterrupted();
    }
    const logits = await reader.read(texts);
    const tokens = texts.map((text, row) => {
      if (text === undefined) return undefined;
      const rng = rngs[row] as ReturnType<typeof createRng>;
      const token = sampleToken(logits[row] as Float32Array, rng, options, text);
      text.push(token);
      return token;
    });
    for (const [row, token] of tokens.entries()) {
      if (token === stopToken && token !== undefined) texts[row] = undefined;
    }
    yield tokens;
  }
}

/** The longest sequence that a model is asked to read. */
export const lengthOf = (
  prompts: readonly (readonly number[])[],
  { maxTokens }: StreamOptions,
): number => Math.max(...prompts.map((prompt) => prompt.length)) + maxTokens - 1;

/** All new tokens of each sequence; row `i` draws by the seed `${seed} row ${i}`. */
export async function continuedBatch(
  reader: LogitsReader,
  prompts: readonly (readonly number[])[],
  options: StreamOptions,
): Promise<number[][]> {
  const made: number[][] = prompts.map(() => []);
  const seeds = prompts.map((_, row) => `${options.seed ?? 0} row ${row}`);
  for await (const tokens of continued(reader, prompts, { ...options, seeds })) {
    for (const [row, token] of tokens.entries()) {
      if (token !== undefined) made[row]?.push(token);
    }
  }
  return made;
}
