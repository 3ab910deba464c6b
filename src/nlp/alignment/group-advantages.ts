/** What an answer is worth beside others to the same prompt. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';

export interface GroupAdvantagesOptions {
  /**
   * Whether advantages are divided by the group's standard deviation, as in the paper; without, a prompt that nearly
   * all answers get right weighs no more than others (Liu et al. 2025, arXiv:2503.20783). Default true.
   */
  scale?: boolean;
}

/** Added to the deviation, as TRL has it: a group of equal rewards has advantages of 0. */
const EPSILON = 1e-4;

/**
 * The advantage of each answer over its group: (reward − mean) / (standard deviation + 1e-4), the deviation with
 * n − 1 (GRPO; Shao et al. 2024, arXiv:2402.03300, as in TRL). No model of values is needed: the other answers are
 * what it is measured by.
 *
 * @param rewards of the answers to each prompt, two answers or more
 * @throws RangeError for a group of less than two, or rewards that are not finite
 * @example
 * groupAdvantages([[1, 0, 0, 1], [1, 1, 1, 1]]); // [[0.87, -0.87, -0.87, 0.87], [0, 0, 0, 0]]
 */
export function groupAdvantages(
  rewards: readonly (readonly number[])[],
  { scale = true }: GroupAdvantagesOptions = {},
): number[][] {
  return rewards.map((group) => {
    if (group.length < 2 || !group.every(Number.isFinite)) {
      throw new RangeError(messages().nlp.alignment.group({ given: shown(group) }));
    }
    const mean = group.reduce((sum, reward) => sum + reward, 0) / group.length;
    const squares = group.reduce((sum, reward) => sum + (reward - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / (group.length - 1)) + EPSILON;
    return group.map((reward) => (reward - mean) / (scale ? deviation : 1));
  });
}
