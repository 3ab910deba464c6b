/** Short reports of matches, whose winner only the order of the words tells. */
import { createRng, type Rng, type Seed } from '../backend/random.js';
import { checkSizes } from '../checks.js';

/** Texts with one label each. */
export interface LabelledTexts {
  /** Lower case, words separated by spaces. */
  texts: string[];
  /** The index of each text's class in `classes`. */
  labels: number[];
  classes: readonly string[];
}

export interface MatchReportsOptions {
  /** How many texts. */
  count: number;
  /** Fixes the texts. Default 0. */
  seed?: Seed;
}

const won = ['beat', 'defeated', 'outplayed', 'overcame'];
const lost = ['lost to', 'fell to', 'was beaten by', 'gave in to'];
const before = ['yesterday', 'last night', 'after a long break', 'in heavy rain', 'at home', ''];
const middle = ['clearly', 'narrowly', 'in the end', 'to everyone s surprise', ''];
const after = ['in the final', 'in front of a full house', 'by three goals', 'once more', ''];

function report(winner: string, loser: string, rng: Rng): string {
  // With either kind of verb either side may be named first, so no word tells the winner.
  const winnerFirst = rng.uniform() < 0.5;
  const [first, second] = winnerFirst ? [winner, loser] : [loser, winner];
  const verb = rng.choice(winnerFirst ? won : lost);
  const parts = [rng.choice(before), first, rng.choice(middle), verb, second, rng.choice(after)];
  return parts.filter((part) => part !== '').join(' ');
}

/**
 * Reports such as "last night red narrowly lost to blue in the final"; the class is the winner, red
 * or blue. Both are named in each, in either order and with either kind of verb, so that a model
 * that only counts words is right half the time.
 *
 * @throws RangeError when `count` is no integer >= 1
 * @example
 * const { texts, labels, classes } = matchReports({ count: 1000, seed: 1 });
 */
export function matchReports({ count, seed = 0 }: MatchReportsOptions): LabelledTexts {
  checkSizes({ count });
  const rng = createRng(seed);
  const classes = ['red', 'blue'] as const;
  const labels = rng.shuffle(Array.from({ length: count }, (_, i) => i % 2));
  const texts = labels.map((label) =>
    label === 0 ? report('red', 'blue', rng) : report('blue', 'red', rng),
  );
  return { texts, labels, classes };
}
