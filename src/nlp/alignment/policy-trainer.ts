/** Tuning by rewards for what the model itself answers. */

import type { Seed } from '../../backend/random.js';
import { checkSizes, shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { History, Snapshot } from '../../nn/callbacks/callback.js';
import { type LayersModel, type Scalar, tf } from '../../nn/tf.js';
import { ObjectiveLoop } from '../../nn/training/objective-loop.js';
import type { BatchSource } from '../../nn/training/sources.js';
import { gptParts } from '../next-logits.js';
import type { Tokenizer } from '../tokenizers/tokenizer.js';
import { answerDrawer, type RewardedAnswers, tasksOfStep } from './draw-answers.js';
import { klEstimate } from './kl-estimate.js';
import {
  checkGrpo,
  type GrpoLossOptions,
  grpoLoss,
  meanOverTokens,
  reinforceLoss,
} from './policy-losses.js';
import { tokenLogProbabilities } from './token-log-probabilities.js';
import type { AssistantTrainerOptions } from './trainer-options.js';

/** By which loss: `grpoLoss`, or `reinforceLoss` with the mean reward of a prompt's answers as baseline. */
export type PolicyAlgorithm = 'grpo' | 'reinforce';

export interface PolicyTrainerOptions<Task extends { readonly prompt: string }>
  extends AssistantTrainerOptions,
    GrpoLossOptions {
  /** The model before, such as a copy of it; only read. */
  reference: LayersModel;
  /** The one that the model was tuned with. */
  tokenizer: Tokenizer;
  /** What an answer is worth, by any rule; called with the answer's text without its end. */
  reward: (task: Task, answer: string) => number;
  /** Default `grpo`; `clip` and `beta` are for it alone. */
  algorithm?: PolicyAlgorithm;
  /** Answers to each prompt, G, at least 2. Default 8. */
  groupSize?: number;
  /** Tokens of an answer at most. Default: what the longest prompt leaves of the context. */
  maxTokens?: number;
}

export interface PolicyFitOptions {
  /** Steps of the optimiser in all. */
  steps: number;
  /** Prompts whose answers a step learns from. Default 8. */
  promptsPerStep?: number;
  /** Steps that are made with the same answers; above 1 of `grpo` alone, whose ratio is clipped for it. Default 1. */
  updates?: number;
}

/**
 * Tunes a GPT by rewards: it answers prompts itself, several times each, at temperature 1; what earned more than the
 * other answers to its prompt becomes more probable. With GRPO (Shao et al. 2024, arXiv:2402.03300) advantages are
 * `groupAdvantages`, the ratio is clipped, and KL to the reference costs; with REINFORCE (Williams 1992) an advantage is
 * the reward less the mean of its group, and nothing holds the model.
 *
 * The history's `metrics` have of each step the mean `reward`, and `kl`, the estimate of KL from the reference for each
 * token (Schulman's k3). The update is one graph; drawing the answers takes as many calls as the longest has tokens.
 *
 * @throws TypeError for models that are no GPTs, a reward that is no function, or a tokenizer without the special tokens;
 *   RangeError for options out of range
 * @example
 * const tasks = instructions({ count: 1000, kinds: ['add'], seed: 1 });
 * const reward = (task: Instruction, answer: string) => (isRightAnswer(task, answer) ? 1 : 0);
 * const trainer = new PolicyTrainer({ model, reference, tokenizer, reward, optimizer: tf.train.adam(3e-4) });
 * const { metrics } = await trainer.fit(tasks, { steps: 200 });
 */
export class PolicyTrainer<Task extends { readonly prompt: string }> {
  private readonly loop: ObjectiveLoop<RewardedAnswers>;
  private readonly options: PolicyTrainerOptions<Task>;
  private readonly seed: Seed;

  constructor(options: PolicyTrainerOptions<Task>) {
    const { model, reference, seed = 0 } = options;
    const { algorithm = 'grpo', groupSize = 8, clip = 0.2, beta = 0.04 } = options;
    const { alignment } = messages().nlp;
    for (const one of [model, reference]) gptParts(one);
    checkGrpo({ clip, beta });
    if (typeof options.reward !== 'function') {
      throw new TypeError(alignment.noReward({ given: shown(options.reward) }));
    }
    if (algorithm !== 'grpo' && algorithm !== 'reinforce') {
      throw new RangeError(alignment.algorithm({ given: shown(algorithm) }));
    }
    if (!Number.isInteger(groupSize) || groupSize < 2) {
      throw new RangeError(alignment.groupSize({ given: shown(groupSize) }));
    }
    this.options = options;
    this.seed = seed;
    const measure = (answers: RewardedAnswers) =>
      tf.tidy((): { loss: Scalar; reward: Scalar; kl: Scalar } => {
        const { tokens, counts, old, reference: before, advantages, rewards } = answers;
        const policy = tokenLogProbabilities(model, tokens); // [B, T]
        const drawn = { policy, counts, advantages };
        return {
          loss:
            algorithm === 'grpo'
              ? grpoLoss({ ...drawn, old, reference: before }, { clip, beta })
              : reinforceLoss(drawn),
          reward: tf.mean(rewards),
          kl: tf.mean(meanOverTokens(klEstimate(policy, before), counts)),
        };
      });
    this.loop = new ObjectiveLoop<RewardedAnswers>(options, { train: measure });
  }

  /**
   * Puts model and optimizer into a saved state; the next `fit` goes on from there. With `updates` of 1 it draws the
   * same answers as if it had never stopped.
   *
   * @throws RangeError when the model has other weights
   */
  async resume(snapshot: Snapshot): Promise<void> {
    await this.loop.resume(snapshot);
  }

  /**
   * Trains.
   *
   * @param tasks what is asked, with whatever the reward needs; drawn from in turn, shuffled
   * @returns losses of steps, and `metrics`; those so far when the stop button is pressed
   * @throws RangeError without tasks, for options out of range, or a prompt that leaves no room for an answer; TypeError
   *   for a reward that is no finite number; NonFiniteError when the loss is not finite; InterruptedError when
   *   interrupted twice
   */
  async fit(tasks: readonly Task[], options: PolicyFitOptions): Promise<History> {
    const { steps, promptsPerStep = 8, updates = 1 } = options;
    const { model, reference, tokenizer, reward, maxTokens } = this.options;
    const { algorithm = 'grpo', groupSize = 8 } = this.options;
    const { alignment } = messages().nlp;
    checkSizes({ steps, promptsPerStep, updates });
    if (tasks.length === 0) throw new RangeError(messages().nlp.generation.noPrompts());
    if (updates > 1 && algorithm === 'reinforce') {
      throw new RangeError(alignment.updates({ given: updates }));
    }
    const where = 'PolicyTrainer.fit';
    const scale = algorithm === 'grpo';
    const drawing = { model, reference, tokenizer, reward, groupSize, promptsPerStep, scale };
    const drawer = answerDrawer<Task>(where, { ...drawing, maxTokens });
    const { seed } = this;
    const source: BatchSource<RewardedAnswers> = {
      size: steps,
      async *open(_epoch, first) {
        for (let step = first; step < steps; ) {
          const round = Math.floor(step / updates);
          const chosen = tasksOfStep(tasks, { step: round, size: promptsPerStep, seed });
          const batch = await drawer.draw(chosen, `${seed} answers ${round}`);
          const last = Math.min(steps, (round + 1) * updates);
          for (; step < last - 1; step++) yield cloneOf(batch);
          yield batch;
          step++;
        }
      },
    };
    try {
      return await this.loop.fitBatches(source, { steps });
    } finally {
      drawer.dispose();
    }
  }
}

/** Another handle of each tensor: a batch is disposed after its step. */
function cloneOf(batch: RewardedAnswers): RewardedAnswers {
  const entries = Object.entries(batch).map(([name, one]) => [name, tf.clone(one as never)]);
  return Object.fromEntries(entries) as RewardedAnswers;
}
