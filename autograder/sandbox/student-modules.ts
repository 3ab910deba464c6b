/**
 * What student code can import inside the sandbox.
 *
 * `gradus` and its families as in a notebook, on the plain cpu backend; what shows something does
 * nothing; what needs files or a browser says so; what the exercise may not use throws. Node's own modules are there, as in tslab: the walls are around the process, not in it.
 */
import '@tensorflow/tfjs-backend-cpu';
import * as data from '@tensorflow/tfjs-data';
import {
  guardModule,
  type LibraryRules,
  onRefusedUse,
  requireAllowed,
  restrict,
} from '../../src/backend/allowed.js';
import { addComplexKernels } from '../../src/backend/complex/complex-kernels.js';
import { provideData } from '../../src/backend/data.js';
import { ArgumentError } from '../../src/backend/explain-error.js';
import { irdft, rdft } from '../../src/backend/gradients/rdft.js';
import { stopGradient } from '../../src/backend/gradients/stop-gradient.js';
import { UnknownOptionError } from '../../src/backend/known-options.js';
import { ModelFileError } from '../../src/backend/model-file-error.js';
import { createRng } from '../../src/backend/random.js';
import { repairKernels } from '../../src/backend/repaired-kernels.js';
import { TensorFlowError } from '../../src/backend/tensorflow-error.js';
import { batches, prefetch } from '../../src/data/batches.js';
import { DatasetError } from '../../src/data/dataset-error.js';
import { drift } from '../../src/data/drift.js';
import { entitySentences } from '../../src/data/entity-sentences.js';
import { validate } from '../../src/data/expectations.js';
import { drawnScenes } from '../../src/data/generated/drawn-scenes.js';
import { entailmentPairs } from '../../src/data/generated/entailment-pairs.js';
import { factSentences } from '../../src/data/generated/fact-sentences.js';
import { instructions, isRightAnswer, preferences } from '../../src/data/generated/instructions.js';
import { mnist1d } from '../../src/data/generated/mnist-1d.js';
import { chineseNumber, numbersAndDates } from '../../src/data/generated/numbers-and-dates.js';
import { moons, spirals } from '../../src/data/generated/points.js';
import { questionPassages } from '../../src/data/generated/question-passages.js';
import { syntheticRatings } from '../../src/data/generated/ratings.js';
import { grammarAnalogies, grammarText } from '../../src/data/grammar-text.js';
import { kFold } from '../../src/data/k-fold.js';
import { matchReports } from '../../src/data/match-reports.js';
import { pickRows } from '../../src/data/pick-rows.js';
import { profileColumns } from '../../src/data/profile.js';
import { standardScaler } from '../../src/data/scaler.js';
import { shapeImages } from '../../src/data/shape-images.js';
import { trainTestSplit } from '../../src/data/split.js';
import { splitRows } from '../../src/data/split-rows.js';
import * as nn from '../../src/nn/index.js';
import { tf } from '../../src/nn/tf.js';
import { NotSolvedError } from '../../src/notebook/not-solved.js';
import { figureNames } from '../../src/plot/figure-names.js';
import { guardPrototypes, isInspector } from './engine-guard.js';
import { families } from './families.js';
import { familyNames } from './family-names.js';
import type { PassedOr } from './sandbox.js';

export { type LibraryRules, onRefusedUse, restrict, tf };

// Keeps TensorFlow.js from recommending its Node binding on the console.
tf.env().set('PROD', true);
void tf.setBackend('cpu');
// As `useBackend('cpu')` has it in a notebook: what TensorFlow.js computes wrongly is right here too.
repairKernels('cpu');
addComplexKernels('cpu');
provideData(data);
guardPrototypes();

/** Taken before the driver puts one in its place that tells each use. */
const { getBuiltinModule } = process;

const nothing = async (): Promise<void> => {};
const figure = (): object => ({ data: [], layout: {}, alt: '' });
/** Figures that are drawn nowhere. A sound holds one. */
const figures: Record<string, unknown> = {
  ...Object.fromEntries(figureNames.map((name) => [name, figure])),
  audioPlayer: () => ({ html: '', text: '', figure: figure() }),
  figureBundle: () => ({}),
  figuresPage: () => '',
  isFigure: (value: unknown) => typeof value === 'object' && value !== null && 'alt' in value,
  toSvg: () => '',
};

let passedOrGives: PassedOr = 'yours';
/** Which of its two functions `passedOr` gives from here on. */
export const givePassedOr = (gives: PassedOr = 'yours'): void => {
  passedOrGives = gives;
};

/** Names of `gradus` that only show something: in the sandbox there is nobody to see it. */
const shows: Record<string, unknown> = {
  check: nothing,
  display: nothing,
  quiz: nothing,
  useBackend: async () => ({
    name: 'cpu',
    device: 'CPU',
    reason: 'the sandbox grades on the cpu backend',
  }),
  progress: () => ({ add: nothing, done: nothing }),
  liveChart: () => ({ add: nothing, done: nothing }),
  liveFigure: () => ({ show: nothing, done: nothing }),
  modelLayers: () => [],
  trainingChart: () => ({}),
  trainingProgress: () => ({}),
  lineChart: figure,
  barChart: figure,
  confusionMatrix: figure,
  imageGrid: figure,
  lessonSeed: () => 1,
  record: () => {},
  // A grade depends on no other lesson.
  kept: (_name: string, library: unknown) => library,
  passedOr: (_name: string, yours: unknown, library: unknown) =>
    passedOrGives === 'library' ? library : yours,
};

/** A module whose missing names are functions that say so: an unused import costs nothing. */
function withAbsent(module: string, names: Record<string, unknown>): unknown {
  return new Proxy(names, {
    get(target, name) {
      if (typeof name === 'symbol' || name === 'then') return undefined;
      if (Object.hasOwn(target, name)) return target[name];
      return () => {
        requireAllowed(`${module}.${name}`);
        throw new Error(
          `${name} of '${module}' is not available while an exercise is graded: pass its data in as an argument`,
        );
      };
    },
  });
}

const errors = { ArgumentError, ModelFileError, TensorFlowError, UnknownOptionError };
const backend = { tf, createRng, irdft, rdft, stopGradient, ...errors };

const offered: Record<string, Record<string, unknown>> = {
  gradus: { ...backend, ...nn, NotSolvedError, trainTestSplit, ...shows },
  // Nothing that an exercise is asked for: an import of it costs nothing, a call says so.
  'gradus/conformance': {},
  'gradus/data': {
    ...{ drift, profileColumns, validate },
    ...{ batches, kFold, pickRows, prefetch, splitRows },
    ...{
      chineseNumber,
      DatasetError,
      drawnScenes,
      entailmentPairs,
      entitySentences,
      factSentences,
      grammarAnalogies,
      grammarText,
      instructions,
      isRightAnswer,
      matchReports,
      mnist1d,
      moons,
    },
    ...{
      numbersAndDates,
      preferences,
      questionPassages,
      shapeImages,
      spirals,
      standardScaler,
      syntheticRatings,
      trainTestSplit,
    },
  },
  // Models are made by their families; their folders cannot be read here.
  'gradus/models': {},
  'gradus/plot': { ...shows, ...figures },
  // Those that no exercise of the lesson may use are not in this driver.
  ...Object.fromEntries(familyNames.map((name) => [`gradus/${name}`, { ...families[name] }])),
  'gradus/deep-learning': { ...families.scratch, ...families['deep-learning'] },
};
const modules = new Map(
  Object.entries(offered).map(([name, names]) => [
    name,
    withAbsent(name, guardModule(name, names)),
  ]),
);

/**
 * `require` for student code.
 *
 * @param onBuiltin is told when one of Node's own modules is asked for
 */
export function requireModule(name: string, onBuiltin: (name: string) => void): unknown {
  if (modules.has(name)) return modules.get(name);
  // A start-up snapshot has no module loader; Node's own modules are still to be had.
  const builtin: unknown = getBuiltinModule(name);
  if (builtin !== undefined && isInspector(name)) {
    onBuiltin('node:inspector');
    throw new Error(`'${name}' is not available while an exercise is graded`);
  }
  if (builtin !== undefined) {
    onBuiltin(`node:${name.replace(/^node:/, '')}`);
    return builtin;
  }
  throw new Error(`Cannot find module '${name}' while an exercise is graded`);
}
