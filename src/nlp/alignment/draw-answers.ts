/** Answers that a model draws, what they are worth, and what both models think of them. */

import { captureStep } from '../../backend/capture/index.js';
import type { Seed } from '../../backend/random.js';
import { createRng } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type LayersModel, type Tensor1D, type Tensor2D, tf } from '../../nn/tf.js';
import { gptParts } from '../next-logits.js';
import type { Tokenizer } from '../tokenizers/tokenizer.js';
import { type Answerer, answerer } from './answer-prompts.js';
import { groupAdvantages } from './group-advantages.js';
import { tensorsOfRows } from './instruction-examples.js';
import { tokenLogProbabilities } from './token-log-probabilities.js';

/** A batch that a step learns from: `G` answers to each of its prompts, one a row. */
export type RewardedAnswers = {
  /** `[B, T]`, int32. */
  readonly tokens: Tensor2D;
  /** 1 for tokens of the answer, `[B, T]`. */
  readonly counts: Tensor2D;
  /** `[B]` */
  readonly rewards: Tensor1D;
  /** `[B]` */
  readonly advantages: Tensor1D;
  /** ln P of each token when it was drawn, `[B, T]`. */
  readonly old: Tensor2D;
  /** ln P of each token under the reference, `[B, T]`. */
  readonly reference: Tensor2D;
};

export interface DrawAnswersOptions<Task> {
  readonly model: LayersModel;
  readonly reference: LayersModel;
  readonly tokenizer: Tokenizer;
  readonly reward: (task: Task, answer: string) => number;
  readonly groupSize: number;
  readonly promptsPerStep: number;
  /** Whether advantages are divided by the deviation of the group's rewards. */
  readonly scale: boolean;
  readonly maxTokens?: number | undefined;
}

export interface AnswerDrawer<Task> {
  draw(tasks: readonly Task[], seed: Seed): Promise<RewardedAnswers>;
  dispose(): void;
}

/** @throws TypeError for a reward that is no finite number */
function rewardOf<Task>(reward: (task: Task, answer: string) => number, task: Task, text: string) {
  const given: unknown = reward(task, text);
  if (typeof given === 'number' && Number.isFinite(given)) return given;
  throw new TypeError(
    messages().nlp.alignment.reward({ given: shown(given), answer: shown(text) }),
  );
}

/** Draws answers at temperature 1, so that they are samples of the policy itself. */
export function answerDrawer<Task extends { readonly prompt: string }>(
  where: string,
  options: DrawAnswersOptions<Task>,
): AnswerDrawer<Task> {
  const { model, reference, tokenizer, reward, groupSize, promptsPerStep, scale } = options;
  const answering: Answerer = answerer(where, model, {
    tokenizer,
    temperature: 1,
    batchSize: groupSize * promptsPerStep,
    ...(options.maxTokens !== undefined && { maxTokens: options.maxTokens }),
  });
  const { context } = gptParts(model).embedding.options;
  const read = captureStep(
    ([tokens]) =>
      [model, reference].map((one) => tokenLogProbabilities(one, tokens as Tensor2D) as never),
    { name: where, because: 'library' },
  );
  return {
    async draw(tasks, seed) {
      const asked = tasks.flatMap((task) => Array<Task>(groupSize).fill(task));
      const rows = await answering.answer(
        asked.map(({ prompt }) => prompt),
        seed,
      );
      const rewards = rows.map((row, i) =>
        rewardOf(reward, asked[i] as Task, answering.textOf(row)),
      );
      const groups = tasks.map((_, i) => rewards.slice(i * groupSize, (i + 1) * groupSize));
      const advantages = groupAdvantages(groups, { scale }).flat();
      const { tokens, counts } = tensorsOfRows(rows, context + 1);
      const [old, before] = read([tokens as never]) as unknown as [Tensor2D, Tensor2D];
      return {
        ...{ tokens, counts, old, reference: before },
        rewards: tf.tensor1d(rewards),
        advantages: tf.tensor1d(advantages),
      };
    },
    dispose() {
      answering.dispose();
      read.dispose();
    },
  };
}

/** Which tasks a step draws answers to: all of them in turn, in an order that each round has of its own. */
export function tasksOfStep<Task>(
  tasks: readonly Task[],
  { step, size, seed }: { readonly step: number; readonly size: number; readonly seed: Seed },
): Task[] {
  const orders = new Map<number, number[]>();
  return Array.from({ length: size }, (_, i) => {
    const place = step * size + i;
    const round = Math.floor(place / tasks.length);
    const order =
      orders.get(round) ?? createRng(`${seed} round ${round}`).permutation(tasks.length);
    orders.set(round, order);
    return tasks[order[place % tasks.length] as number] as Task;
  });
}
