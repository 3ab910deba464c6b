/** Each check finds a layer that is wrong in its own way. */
import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { expectConformance, modelConforms } from '../../../test/conformance.js';
import { useBackend } from '../../backend/index.js';
import { tf } from '../tf.js';
import { type CheckLayerOptions, type CheckName, checkLayer, checkModel } from './index.js';

type Shapes = tfl.Shape | tfl.Shape[];

/** `factor · w · x` with one weight for each feature; the wrong ones override a part of it. */
class Scale extends tfl.layers.Layer {
  static className = 'ConformanceScale';
  readonly factor: number;
  protected weight: tfl.LayerVariable | undefined;
  protected calls = 0;

  constructor(options: { factor?: number; name?: string } = {}) {
    super(options);
    this.factor = options.factor ?? 1;
  }
  override build(shape: Shapes): void {
    const size = (shape as tfl.Shape).at(-1) as number;
    this.weight = this.addWeight('weight', [size], 'float32', this.initializer());
    super.build(shape);
  }
  initializer(): ReturnType<typeof tfl.initializers.zeros> {
    return tfl.initializers.constant({ value: 0.7 });
  }
  override call(inputs: core.Tensor | core.Tensor[]): core.Tensor {
    this.calls++;
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as core.Tensor;
    return core.tidy(() => this.compute(x, this.weight?.read() as core.Tensor));
  }
  compute(x: core.Tensor, weight: core.Tensor): core.Tensor {
    return core.mul(core.mul(x, this.factor), weight);
  }
  override computeOutputShape(shape: Shapes): Shapes {
    return shape;
  }
  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), factor: this.factor };
  }
}

/** The product with a gradient for the weight that `wrong` makes of the right one. */
function productWith(
  wrong: (gradient: core.Tensor) => core.Tensor,
): (x: core.Tensor, weight: core.Tensor) => core.Tensor {
  return core.customGrad((...args: (core.Tensor | core.GradSaveFunc)[]) => {
    const [x, weight, save] = args as [core.Tensor, core.Tensor, core.GradSaveFunc];
    save([x, weight]);
    const gradFunc = (dy: core.Tensor, saved: core.Tensor[]): core.Tensor[] => {
      const [input, scale] = saved as [core.Tensor, core.Tensor];
      return [core.mul(dy, scale), wrong(core.sum(core.mul(dy, input), 0))];
    };
    return { value: core.mul(x, weight), gradFunc };
  }) as (x: core.Tensor, weight: core.Tensor) => core.Tensor;
}

class WrongGradient extends Scale {
  static override className = 'ConformanceWrongGradient';
  override compute(x: core.Tensor, weight: core.Tensor): core.Tensor {
    return productWith((gradient) => core.mul(gradient, 1.01))(x, weight);
  }
}
class NoGradient extends Scale {
  static override className = 'ConformanceNoGradient';
  override compute(x: core.Tensor, weight: core.Tensor): core.Tensor {
    return productWith((gradient) => core.zerosLike(gradient))(x, weight);
  }
}
class WrongShape extends Scale {
  static override className = 'ConformanceWrongShape';
  override computeOutputShape(shape: Shapes): Shapes {
    return [...(shape as tfl.Shape), 1];
  }
}
class WrongType extends Scale {
  static override className = 'ConformanceWrongType';
  override compute(x: core.Tensor, weight: core.Tensor): core.Tensor {
    return core.cast(super.compute(x, weight), 'int32');
  }
}
class Miscounted extends Scale {
  static override className = 'ConformanceMiscounted';
  override countParams(): number {
    return 7;
  }
}
class NotANumber extends Scale {
  static override className = 'ConformanceNotANumber';
  override compute(x: core.Tensor): core.Tensor {
    return core.log(x);
  }
}
class Counting extends Scale {
  static override className = 'ConformanceCounting';
  override compute(x: core.Tensor, weight: core.Tensor): core.Tensor {
    return core.add(super.compute(x, weight), this.calls);
  }
}
class Unseeded extends Scale {
  static override className = 'ConformanceUnseeded';
  override initializer(): ReturnType<typeof tfl.initializers.zeros> {
    return tfl.initializers.randomNormal({ stddev: 1 });
  }
}
class Forgetful extends Scale {
  static override className = 'ConformanceForgetful';
  override getConfig(): core.serialization.ConfigDict {
    const { factor: _, ...config } = super.getConfig();
    return config;
  }
}
class Unregistered extends Scale {
  static override className = 'ConformanceUnregistered';
}
class Leaking extends Scale {
  static override className = 'ConformanceLeaking';
  override compute(x: core.Tensor, weight: core.Tensor): core.Tensor {
    core.keep(core.scalar(1));
    return super.compute(x, weight);
  }
}
class Bent extends Scale {
  static override className = 'ConformanceBent';
  override compute(x: core.Tensor, weight: core.Tensor): core.Tensor {
    const product = super.compute(x, weight);
    return core.abs(core.mod(product, 0.015));
  }
}
class OnWasm extends Scale {
  static override className = 'ConformanceOnWasm';
  override compute(x: core.Tensor, weight: core.Tensor): core.Tensor {
    const wrong = core.getBackend() === 'wasm' ? 1.001 : 1;
    return core.mul(super.compute(x, weight), wrong);
  }
}

const wrongOnes = [
  WrongGradient,
  NoGradient,
  WrongShape,
  WrongType,
  Miscounted,
  NotANumber,
  Counting,
  Unseeded,
  Forgetful,
  Leaking,
  Bent,
  OnWasm,
];
for (const wrong of [Scale, ...wrongOnes]) core.serialization.registerClass(wrong);

const options: CheckLayerOptions = { inputShape: [3], parameters: 3 };
const checksOf = async (
  make: () => Scale,
  more: Partial<CheckLayerOptions> = {},
): Promise<CheckName[]> => [
  ...new Set((await checkLayer(make, { ...options, ...more })).map(({ check }) => check)),
];

beforeAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

test('a right layer has no findings', async () => {
  expect(await checkLayer(() => new Scale({ factor: 2 }), options)).toEqual([]);
});

test.each<[CheckName[], () => Scale]>([
  [['gradient'], () => new WrongGradient()],
  [['gradient', 'overfits'], () => new NoGradient()],
  [['shape'], () => new WrongShape()],
  [['parameters'], () => new Miscounted()],
  [['determinism'], () => new Unseeded()],
  [['save and load'], () => new Forgetful({ factor: 2 })],
  [['save and load'], () => new Unregistered()],
  [['leaks'], () => new Leaking()],
])('%j is found', async (expected, make) => {
  expect(await checksOf(make)).toEqual(expected);
});

test.each<[CheckName, () => Scale]>([
  ['dtype', () => new WrongType()],
  ['modes', () => new NotANumber()],
  ['modes', () => new Counting()],
  ['captured', () => new Counting()],
])('%s is found, with what follows from it', async (expected, make) => {
  expect(await checksOf(make)).toContain(expected);
});

test('where a step crosses bends, finite differences are no judge', async () => {
  const findings = await checkLayer(() => new Bent(), { ...options, without: ['overfits'] });
  expect(findings[0]?.message).toMatch(/Expected a smooth .* Smooth: \d+ of/);
});

test('a wrong expectation is found', async () => {
  expect(await checkLayer(() => new Scale(), { ...options, parameters: 4 })).toEqual([
    { check: 'parameters', message: 'Expected 4 parameters. Received: 3' },
  ]);
});

test('a check can be left out', async () => {
  expect(await checksOf(() => new WrongGradient(), { without: ['gradient'] })).toEqual([]);
});

test('what cannot be checked is refused', async () => {
  await expect(checkLayer(() => new Scale(), {})).rejects.toThrow('Expected `inputShape`');
  const findings = await checkLayer(() => tf.zeros([1]) as never, { inputShape: [3] });
  expect(findings[0]?.message).toContain('Expected `make` to give a layer or a model');
});

test('nothing is left in memory', async () => {
  const before = core.memory().numTensors;
  await checkLayer(() => new Scale(), options);
  expect(core.memory().numTensors).toBe(before);
});

test('a known gap that is closed must leave the list', () => {
  const gap = { check: 'leaks', says: /./, why: 'a reason' } as const;
  expect(() => expectConformance([{ check: 'leaks', message: 'one' }], [gap])).not.toThrow();
  expect(() => expectConformance([], [gap])).toThrow('take them out of the list');
  expect(() => expectConformance([{ check: 'shape', message: 'one' }], [])).toThrow();
});

describeIf('wasm', 'on two backends', () => {
  test('other numbers on another backend are found', async () => {
    expect(await checksOf(() => new OnWasm(), { backends: ['cpu', 'wasm'] })).toEqual(['backends']);
    expect(core.getBackend()).toBe('cpu');
  });
});

modelConforms(
  'a compiled classifier',
  () => {
    const start = tf.initializers.glorotUniform({ seed: 4 });
    const model = tf.sequential({
      layers: [
        tf.layers.dense({
          units: 6,
          activation: 'tanh',
          inputShape: [4],
          kernelInitializer: start,
        }),
        tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: start }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.1), loss: 'sparseCategoricalCrossentropy' });
    return model;
  },
  {
    inputShape: [4],
    parameters: 51,
    labels: { values: [0, 1, 2, 0, 1, 2, 0, 1], shape: [8, 1] },
  },
);

test('a model that learns nothing is found', async () => {
  const make = () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'zeros' })],
    });
    model.compile({ optimizer: tf.train.sgd(1e-9), loss: 'meanSquaredError' });
    return model;
  };
  const labels = { values: [1, 2, 3, 4, 5, 6, 7, 8], shape: [8, 1] };
  const findings = await checkModel(make, { inputShape: [2], labels });
  expect(findings.map(({ check }) => check)).toEqual(['overfits']);
});
