import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { UnknownOptionError } from '../backend/known-options.js';
import {
  autoencoder,
  cnn1d,
  convAutoencoder,
  denoisingAutoencoder,
  mlp,
  mlpRegressor,
} from '../deep-learning/index.js';
import { gpt, lstmClassifier } from '../nlp/index.js';
import { use } from '../nn/layers/test-tools.js';
import { type LayersModel, tf } from '../nn/tf.js';
import { cnn, resnet18 } from '../vision/index.js';
import { buildModel } from './build-model.js';
import { ModelOptionError } from './option-error.js';
import { optionNames } from './options.js';
import { originOf } from './origin.js';
import { modelIds, modelSpec, registry } from './registry.js';
import { functionName, type ModelSpec, tasks } from './spec.js';

beforeAll(() => use('cpu'));
afterEach(() => {
  vi.unstubAllEnvs();
});

const here = new URL('.', import.meta.url);
/** Files of models: each folder of this room is a family. */
const files = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: family }) =>
    readdirSync(new URL(`${family}/`, here))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => `${family}/${file.replace(/\.ts$/, '')}`),
  );

test('each file of a family is in the list, and nothing else', () => {
  expect(modelIds).toEqual(files.sort());
});

interface Property {
  readonly description?: string;
  readonly default?: unknown;
}

function properties(spec: ModelSpec): Record<string, Property> {
  const schema = z.toJSONSchema(spec.options as unknown as z.ZodMiniType, { io: 'input' });
  return schema.properties as Record<string, Property>;
}

/** What a notebook shows for an option: the comment above it, in the file of the model. */
function comments(id: string): Record<string, string> {
  const text = readFileSync(new URL(`${id}.ts`, here), 'utf8');
  const fields = /export interface \w+Options \{\n(.*?)\n\}/s.exec(text)?.[1] ?? '';
  const pattern = /\/\*\* (.*?) \*\/\n\s+(\w+)\??:/gs;
  return Object.fromEntries([...fields.matchAll(pattern)].map(([, said, name]) => [name, said]));
}

/** A default as a comment has it: `[16, 32]` in backquotes, numbers and words as they are. */
function shownDefault(value: unknown): string {
  return Array.isArray(value) ? `\`[${value.join(', ')}]\`` : String(value);
}

describe.each(modelIds)('%s', (id) => {
  test('has the id of its file, a task, a source, and a function', async () => {
    const module: object = await registry[id]();
    const spec = await modelSpec(id);
    expect(spec.id).toBe(id);
    expect(tasks).toContain(spec.task);
    expect(spec.source).toMatch(/\b(19|20)\d\d\b/);
    const make: unknown = Reflect.get(module, functionName(id));
    expect(make).toBeTypeOf('function');
    const model = (make as (options: object) => LayersModel)(spec.example.options);
    expect(originOf(model)).toMatchObject({ spec, options: spec.example.options });
    expect(model.countParams()).toBe(spec.example.parameters);
    model.dispose();
  });

  test('says in its schema what its type says: each option, its description and its default', async () => {
    const spec = await modelSpec(id);
    const said = Object.entries(properties(spec)).map(([name, { description, default: value }]) => [
      name,
      value === undefined ? description : `${description} Default ${shownDefault(value)}.`,
    ]);
    expect(Object.fromEntries(said)).toEqual(comments(id));
  });

  test('says the rank and type of what goes in and comes out', async () => {
    const spec = await modelSpec(id);
    const model = buildModel(spec, spec.example.options);
    const rank = (words: string): number => {
      const sizes = (/\[(.*?)\]/.exec(words)?.[1] ?? '').split(', ');
      return sizes.some((size) => size.startsWith('...')) ? Number.NaN : sizes.length;
    };
    const [input, output] = [model.inputs[0], model.outputs[0]];
    if (!Number.isNaN(rank(spec.input))) expect(rank(spec.input)).toBe(input?.shape.length);
    if (!Number.isNaN(rank(spec.output))) {
      expect(rank(spec.output)).toBe(output?.shape.length);
    } else {
      const made: unknown = Reflect.get(spec.example.options, 'outputShape');
      expect(output?.shape.slice(1)).toEqual(made ?? input?.shape.slice(1));
    }
    expect(spec.output.split(', ').at(-1)).toBe(output?.dtype);
    expect(spec.input.split(', ').at(-1)).toBe(spec.example.inputs[0]?.below ? 'int32' : 'float32');
    model.dispose();
  });

  test('refuses an option that is not known, and one that does not fit', async () => {
    const spec = await modelSpec(id);
    const make = Reflect.get(await registry[id](), functionName(id)) as (
      options: object,
    ) => unknown;
    const { options } = spec.example;
    expect(() => make({ ...options, sede: 1 })).toThrow(UnknownOptionError);
    expect(() => make({ ...options, sede: 1 })).toThrow('`seed`');
    for (const name of optionNames(spec.options)) {
      expect(() => make({ ...options, [name]: 'wrong' }), name).toThrow(ModelOptionError);
      expect(() => make({ ...options, [name]: 'wrong' }), name).toThrow(
        new RegExp(
          `^Expected \`${name}\` to be .+\\. Received: "wrong"\\. Change it in the options`,
        ),
      );
    }
  });
});

test('an error says where, what was expected, what came, and what to do; in Chinese too', () => {
  const said = (make: () => unknown): string => {
    try {
      make();
    } catch (error) {
      if (error instanceof RangeError) return error.message;
      throw error;
    }
    return 'nothing';
  };
  const sizes = { inputShape: [4], hidden: [8, 8], classes: 2 };
  const wrong = {
    size: () => mlp({ inputShape: [4], hidden: [8, 0.5], classes: 2 }),
    missing: () => cnn({ inputShape: [8, 8, 1] } as never),
    rate: () => gpt({ vocabSize: 5, dropout: 1 }),
    multiple: () => gpt({ vocabSize: 5, width: 10, heads: 4 }),
    image: () => resnet18({ inputShape: [31, 64, 3], classes: 2 }),
    seed: () => lstmClassifier({ vocabSize: 3, length: 2, classes: 2, seed: Number.NaN }),
    none: () => mlp(undefined as never),
    choice: () => mlp({ ...sizes, normalization: 'group' as never }),
    sameWidth: () => mlp({ ...sizes, hidden: [8, 6], residual: true }),
    residualLayers: () => mlpRegressor({ inputShape: [4], hidden: [8], residual: true }),
    deviation: () => autoencoder({ inputShape: [4], noise: -1 }),
    positiveDeviation: () => denoisingAutoencoder({ inputShape: [4], noise: 0 }),
    // An option that was left out, and does not go with another.
    sameLength: () => cnn1d({ inputShape: [40], classes: 2, filters: [8] }),
    multipleByDefault: () => gpt({ vocabSize: 5, heads: 3 }),
    sequence: () => cnn1d({ inputShape: [4, 1, 1], classes: 2 }),
    halved: () => convAutoencoder({ inputShape: [28, 30, 1] }),
  };
  const all = () =>
    Object.fromEntries(Object.entries(wrong).map(([name, make]) => [name, said(make)]));
  expect(all()).toMatchInlineSnapshot(`
    {
      "choice": "Expected \`normalization\` to be one of \`none\`, \`batch\`, \`layer\`. Received: "group". Change it in the options of \`mlp\`.",
      "deviation": "Expected \`noise\` to be a number >= 0. Received: -1. Change it in the options of \`autoencoder\`.",
      "halved": "Expected \`inputShape\` to be [H, W, channels] with H and W multiples of 4, since each of \`filters\` halves them. Received: [28,30,1]. Change it in the options of \`convAutoencoder\`.",
      "image": "Expected \`inputShape\` to be [H, W, channels] with H and W >= 32. Received: [31,64,3]. Change it in the options of \`resnet18\`.",
      "missing": "Expected \`classes\` to be an integer >= 1. Received: undefined. Give it to \`cnn\`: it has no default.",
      "multiple": "Expected \`width\` to be a multiple of \`heads\`, 4. Received: 10. Change it in the options of \`gpt\`.",
      "multipleByDefault": "Expected \`width\` to be a multiple of \`heads\`, 3. Received: 128. Change it in the options of \`gpt\`.",
      "none": "Expected the options of \`mlp\` in an object. Received: undefined.",
      "positiveDeviation": "Expected \`noise\` to be a number > 0. Received: 0. Change it in the options of \`denoisingAutoencoder\`.",
      "rate": "Expected \`dropout\` to be a number in [0, 1). Received: 1. Change it in the options of \`gpt\`.",
      "residualLayers": "Expected \`hidden\` to be a list of 2 integers >= 1 or more: \`residual\` passes by each hidden layer after the first. Received: [8]. Change it in the options of \`mlpRegressor\`.",
      "sameLength": "Expected \`kernelSizes\` to be a list as long as \`filters\`, 1. Received: [5,3,3]. Change it in the options of \`cnn1d\`.",
      "sameWidth": "Expected \`hidden[1]\` to be 8, the width of \`hidden[0]\`: \`residual\` adds what goes into a layer to what comes out. Received: 6. Change it in the options of \`mlp\`.",
      "seed": "Expected \`seed\` to be an integer. Received: NaN. Change it in the options of \`lstmClassifier\`.",
      "sequence": "Expected \`inputShape\` to be one or two integers >= 1, [T] or [T, channels]. Received: [4,1,1]. Change it in the options of \`cnn1d\`.",
      "size": "Expected \`hidden[1]\` to be an integer >= 1. Received: 0.5. Change it in the options of \`mlp\`.",
    }
  `);
  vi.stubEnv('GRADUS_LANG', 'zh');
  expect(all()).toMatchInlineSnapshot(`
    {
      "choice": "\`normalization\` 应为下列之一：\`none\`, \`batch\`, \`layer\`。得到的是："group"。请在 \`mlp\` 的选项中修改它。",
      "deviation": "\`noise\` 应为不小于 0 的数。得到的是：-1。请在 \`autoencoder\` 的选项中修改它。",
      "halved": "\`inputShape\` 应为\`[H, W, channels]\`，其中 H 和 W 为 4 的倍数，因为 \`filters\` 中的每一项都使它们减半。得到的是：[28,30,1]。请在 \`convAutoencoder\` 的选项中修改它。",
      "image": "\`inputShape\` 应为\`[H, W, channels]\`，其中 H 和 W 不小于 32。得到的是：[31,64,3]。请在 \`resnet18\` 的选项中修改它。",
      "missing": "\`classes\` 应为不小于 1 的整数。得到的是：undefined。请把它传给 \`cnn\`：它没有默认值。",
      "multiple": "\`width\` 应为\`heads\`（4）的倍数。得到的是：10。请在 \`gpt\` 的选项中修改它。",
      "multipleByDefault": "\`width\` 应为\`heads\`（3）的倍数。得到的是：128。请在 \`gpt\` 的选项中修改它。",
      "none": "\`mlp\` 的选项应是一个对象。得到的是：undefined。",
      "positiveDeviation": "\`noise\` 应为大于 0 的数。得到的是：0。请在 \`denoisingAutoencoder\` 的选项中修改它。",
      "rate": "\`dropout\` 应为[0, 1) 内的数。得到的是：1。请在 \`gpt\` 的选项中修改它。",
      "residualLayers": "\`hidden\` 应为至少两个不小于 1 的整数组成的列表：\`residual\` 跨过第一层之后的每个隐藏层。得到的是：[8]。请在 \`mlpRegressor\` 的选项中修改它。",
      "sameLength": "\`kernelSizes\` 应为与 \`filters\` 等长（1）的列表。得到的是：[5,3,3]。请在 \`cnn1d\` 的选项中修改它。",
      "sameWidth": "\`hidden[1]\` 应为8，即 \`hidden[0]\` 的宽度：\`residual\` 把进入一层的量加到该层的输出上。得到的是：6。请在 \`mlp\` 的选项中修改它。",
      "seed": "\`seed\` 应为整数。得到的是：NaN。请在 \`lstmClassifier\` 的选项中修改它。",
      "sequence": "\`inputShape\` 应为一个或两个不小于 1 的整数，\`[T]\` 或 \`[T, channels]\`。得到的是：[4,1,1]。请在 \`cnn1d\` 的选项中修改它。",
      "size": "\`hidden[1]\` 应为不小于 1 的整数。得到的是：0.5。请在 \`mlp\` 的选项中修改它。",
    }
  `);
});

test('a seed gives the weights that it gave before models had specs', () => {
  const digest = (model: LayersModel): string => {
    const hash = createHash('sha256');
    for (const weight of model.getWeights()) {
      hash.update(new Uint8Array(Float32Array.from(weight.dataSync()).buffer));
    }
    model.dispose();
    return hash.digest('hex').slice(0, 16);
  };
  const tiny = { vocabSize: 5, context: 4, heads: 2, width: 4, seed: 7 };
  expect({
    mlp: digest(mlp({ inputShape: [4, 2], hidden: [5, 3], classes: 2, dropout: 0.5, seed: 7 })),
    mlpByDefault: digest(mlp({ inputShape: [4], hidden: [6], classes: 3 })),
    cnn: digest(cnn({ inputShape: [8, 8, 1], classes: 3, filters: [2], hidden: 4, seed: 7 })),
    cnnByDefault: digest(cnn({ inputShape: [28, 28, 1], classes: 10 })),
    lstmClassifier: digest(
      lstmClassifier({ vocabSize: 6, length: 4, classes: 3, width: 3, units: 4, seed: 7 }),
    ),
    lstmClassifierByDefault: digest(lstmClassifier({ vocabSize: 30, length: 20, classes: 2 })),
    gpt: digest(gpt({ ...tiny, layers: 2 })),
    gptUntied: digest(gpt({ ...tiny, layers: 1, tieWeights: false, dropout: 0.1 })),
    gptByDefault: digest(gpt({ vocabSize: 65 })),
    resnet18: digest(resnet18({ inputShape: [32, 32, 3], classes: 10, seed: 7 })),
  }).toEqual({
    mlp: '7594c2b75ff8ac21',
    mlpByDefault: 'e764f4325a3d7951',
    cnn: '237da826c3c66e51',
    cnnByDefault: '67e8482dbe3a911c',
    lstmClassifier: '5ef7836705518bba',
    lstmClassifierByDefault: '8bf5d3ac5b586f1c',
    gpt: 'c7d68347dadd3e23',
    gptUntied: '68a5649bdb1192bc',
    gptByDefault: 'fac25abe2620ffdd',
    resnet18: 'aa176e4160316278',
  });
});

test('a model that was changed after it was built is no longer that model', () => {
  const model = mlp({ inputShape: [4], hidden: [6], classes: 3 });
  model.add(tf.layers.activation({ activation: 'softmax' }));
  expect(originOf(model)).toBeUndefined();
  model.dispose();
});
