/**
 * What student code can import inside the sandbox.
 *
 * `gradus` and its families as in a notebook, on the plain cpu backend; what shows something does
 * nothing; what needs files or a browser says so; what would answer the exercise is withheld. Node's
 * own modules are there, as in tslab: the walls are around the process, not in it.
 */
import '@tensorflow/tfjs-backend-cpu';
import * as data from '@tensorflow/tfjs-data';
import { provideData } from '../../src/backend/data.js';
import { ArgumentError } from '../../src/backend/explain-error.js';
import { irdft, rdft } from '../../src/backend/gradients/rdft.js';
import { stopGradient } from '../../src/backend/gradients/stop-gradient.js';
import { UnknownOptionError } from '../../src/backend/known-options.js';
import { ModelFileError } from '../../src/backend/model-file-error.js';
import { createRng } from '../../src/backend/random.js';
import { TensorFlowError } from '../../src/backend/tensorflow-error.js';
import { tf } from '../../src/backend/tf.js';
import { onWithheldUse, withhold } from '../../src/backend/withheld.js';
import { grammarText } from '../../src/data/grammar-text.js';
import { matchReports } from '../../src/data/match-reports.js';
import { standardScaler } from '../../src/data/scaler.js';
import { shapeImages } from '../../src/data/shape-images.js';
import { trainTestSplit } from '../../src/data/split.js';
import * as deepLearning from '../../src/deep-learning/index.js';
import * as nlp from '../../src/nlp/index.js';
import * as nn from '../../src/nn/index.js';
import { NotSolvedError } from '../../src/notebook/not-solved.js';
import * as scratch from '../../src/scratch/index.js';
import * as speech from '../../src/speech/index.js';
import * as vision from '../../src/vision/index.js';
import { guardPrototypes, isInspector } from './engine-guard.js';

export { onWithheldUse, tf, withhold };

// Keeps TensorFlow.js from recommending its Node binding on the console.
tf.env().set('PROD', true);
void tf.setBackend('cpu');
provideData(data);
guardPrototypes();

/** Taken before the driver puts one in its place that tells each use. */
const { getBuiltinModule } = process;

const nothing = async (): Promise<void> => {};
const figure = (): object => ({ data: [], layout: {} });

/** Names of `gradus` that only show something: in the sandbox there is nobody to see it. */
const shows: Record<string, unknown> = {
  check: nothing,
  display: nothing,
  useBackend: async () => ({
    name: 'cpu',
    device: 'CPU',
    reason: 'the sandbox grades on the cpu backend',
  }),
  progress: () => ({ add: nothing, done: nothing }),
  liveChart: () => ({ add: nothing, done: nothing }),
  trainingChart: () => ({}),
  trainingProgress: () => ({}),
  lineChart: figure,
  barChart: figure,
  confusionMatrix: figure,
  imageGrid: figure,
  passedOr: (_name: string, yours: unknown) => yours,
};

/** A module whose missing names are functions that say so: an unused import costs nothing. */
function withAbsent(module: string, names: Record<string, unknown>): unknown {
  return new Proxy(names, {
    get(target, name) {
      if (typeof name === 'symbol' || name === 'then') return undefined;
      if (Object.hasOwn(target, name)) return target[name];
      return () => {
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
  'gradus/data': { grammarText, matchReports, shapeImages, standardScaler, trainTestSplit },
  'gradus/deep-learning': { ...deepLearning },
  // Models are made by their families; their folders cannot be read here.
  'gradus/models': {},
  'gradus/nlp': { ...nlp },
  'gradus/plot': shows,
  'gradus/scratch': { ...scratch },
  'gradus/speech': { ...speech },
  'gradus/vision': { ...vision },
};
const modules = new Map(
  Object.entries(offered).map(([name, names]) => [name, withAbsent(name, names)]),
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
