import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { backendsHere } from '../../test/conformance.js';
import { useBackend } from '../backend/use-backend.js';
import { standardScaler } from '../data/scaler.js';
import { characterVocabulary } from '../data/vocabulary.js';
import { generate } from '../nlp/generate.js';
import { trainBpe } from '../nlp/tokenizers/train-bpe.js';
import { trainWordPiece } from '../nlp/tokenizers/train-word-piece.js';
import { characterTokenizer, wordTokenizer } from '../nlp/tokenizers/word-level-tokenizers.js';
import { exampleInputs, toTensor } from '../nn/conformance/subject.js';
import { tensorsKept } from '../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, type Tensor2D, tf } from '../nn/tf.js';
import { buildModel } from './build-model.js';
import { mlp } from './deep-learning/mlp.js';
import { loadModel } from './load-model.js';
import { gpt } from './nlp/gpt.js';
import { modelIds, modelSpec } from './registry.js';
import { saveModel } from './save-model.js';

const root = mkdtempSync(join(tmpdir(), 'gradus-models-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

let made = 0;
const freshFolder = (): string => join(root, `model-${made++}`);

/** Weights in general position, so that each of them shows in the outputs. */
function shaken(model: LayersModel): LayersModel {
  tf.tidy(() =>
    model.setWeights(
      model
        .getWeights()
        .map((w, i) => tf.add(w, tf.randomUniform(w.shape, 0, 0.5, 'float32', i + 1))),
    ),
  );
  return model;
}

const outputsOf = (model: LayersModel, ...inputs: readonly Tensor[]): number[] =>
  tf.tidy(() => {
    const [first] = inputs;
    const given = inputs.length === 1 ? (first as Tensor) : [...inputs];
    return Array.from((model.predict(given) as Tensor).dataSync());
  });

describe.each(backendsHere())('on %s', (backend) => {
  beforeAll(() => useBackend({ backend, printBackend: false }));

  test.each(modelIds)('%s loads from its folder alone, equal to the bit', async (id) => {
    const spec = await modelSpec(id);
    const model = shaken(buildModel(spec, spec.example.options));
    const folder = freshFolder();
    await saveModel(model, folder);
    const loaded = await loadModel(folder);
    expect(loaded).toMatchObject({ id, task: spec.task, options: spec.example.options });
    const inputs = exampleInputs(spec.example.inputs, 3, 1).map((one) => toTensor(one) as Tensor);
    const outputs = outputsOf(model, ...inputs);
    expect(outputsOf(loaded.model, ...inputs)).toEqual(outputs);
    // What was loaded can be saved again, and by plain means be read.
    const second = freshFolder();
    await saveModel(loaded.model, `file://${second}`);
    expect(readFileSync(join(second, 'manifest.json'))).toEqual(
      readFileSync(join(folder, 'manifest.json')),
    );
    const plain = await tf.loadLayersModel(`file://${folder}`);
    expect(outputsOf(plain, ...inputs)).toEqual(outputs);
    tf.dispose(inputs);
    for (const one of [model, loaded.model, plain]) one.dispose();
  });
});

test('what one backend saved has the same weights on every other', async () => {
  const [first, ...others] = backendsHere();
  await useBackend({ backend: first ?? 'cpu', printBackend: false });
  const model = gpt({ vocabSize: 5, context: 4, layers: 1, heads: 2, width: 4, seed: 1 });
  const folder = freshFolder();
  await saveModel(model, folder);
  const weightsOf = async (one: LayersModel): Promise<number[][]> =>
    Promise.all(one.getWeights().map(async (weight) => Array.from(await weight.data())));
  const expected = await weightsOf(model);
  model.dispose();
  for (const backend of others) {
    await useBackend({ backend, printBackend: false });
    const loaded = await loadModel(folder);
    expect(await weightsOf(loaded.model), backend).toEqual(expected);
    loaded.model.dispose();
  }
});

describe('on the cpu backend', () => {
  beforeAll(() => useBackend({ backend: 'cpu', printBackend: false }));
  const small = (): LayersModel => mlp({ inputShape: [2], hidden: [3], classes: 2, seed: 1 });

  async function saved(): Promise<string> {
    const folder = freshFolder();
    const model = small();
    await saveModel(model, folder, { labels: ['cat', 'dog'] });
    model.dispose();
    return folder;
  }

  test('a tokenizer comes back with its model, and encodes what it encoded', async () => {
    const folder = freshFolder();
    const texts = ['a cat sat on a mat', '猫坐在垫子上 🐈'];
    for (const tokenizer of [
      trainBpe(texts, { vocabularySize: 260, specialTokens: ['<|endoftext|>'] }),
      trainWordPiece(texts, { vocabularySize: 60 }),
      wordTokenizer(texts),
      characterTokenizer(texts),
    ]) {
      const vocabSize = tokenizer.vocabularySize;
      const writer = gpt({ vocabSize, context: 4, layers: 1, heads: 2, width: 4 });
      await saveModel(writer, folder, { tokenizer });
      const loaded = await loadModel(folder);
      expect(loaded.tokenizer?.toJSON()).toEqual(tokenizer.toJSON());
      for (const text of texts) {
        expect(loaded.tokenizer?.encode(text)).toEqual(tokenizer.encode(text));
      }
      await expect(
        saveModel(writer, folder, { tokenizer: characterTokenizer(['ab']) }),
      ).rejects.toThrow(
        `Expected \`tokenizer\` of size ${vocabSize}, as the model has it. Received: 4`,
      );
      for (const one of [writer, loaded.model]) one.dispose();
    }
    const path = join(folder, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    manifest.tokenizer.model.type = 'Unigram';
    writeFileSync(path, JSON.stringify(manifest));
    await expect(loadModel(folder)).rejects.toThrow('Its field `tokenizer` does not fit');
  });

  test('labels, vocabulary and scaler come back, and the tokens of a text', async () => {
    const folder = freshFolder();
    const vocabulary = characterVocabulary('a cat sat');
    const writer = gpt({ vocabSize: vocabulary.size, context: 4, layers: 1, heads: 2, width: 4 });
    await saveModel(writer, folder, { vocabulary });
    const loaded = await loadModel(folder);
    expect(loaded.vocabulary?.encode('cat')).toEqual(vocabulary.encode('cat'));
    const draw = { maxTokens: 5, seed: 1 };
    const [a, b] = [await generate(writer, [1], draw), await generate(loaded.model, [1], draw)];
    expect(b).toEqual(a);
    for (const one of [writer, loaded.model]) one.dispose();

    const x = tf.tensor2d([
      [1, 10],
      [3, 10],
      [5, 10],
    ]);
    const scaler = standardScaler(x);
    const model = small();
    await saveModel(model, folder, { labels: ['cat', 'dog'], scaler });
    const again = await loadModel(folder);
    expect(again.labels).toEqual(['cat', 'dog']);
    expect(again.vocabulary).toBeUndefined();
    expect(again.savedBy).toMatch(/^\d+\.\d+/);
    const values = (one: Tensor2D | undefined) => one?.arraySync();
    expect(values(again.scaler?.scale(x))).toEqual(values(scaler.scale(x)));
    expect(values(again.scaler?.unscale(scaler.scale(x)))?.[2]?.[0]).toBeCloseTo(5, 5);
    // Nothing of the model of before is left.
    expect(readdirSync(folder).sort()).toEqual([
      'manifest.json',
      'model.json',
      expect.stringMatching(/^weights-[0-9a-f]{16}\.bin$/),
    ]);
    for (const one of [model, again.model]) one.dispose();
  });

  test('loading leaves no tensor but the weights, and none when it fails', async () => {
    const folder = await saved();
    expect(await tensorsKept(async () => (await loadModel(folder)).model.dispose())).toEqual([
      0, 0,
    ]);
    edit(folder, (m) => (m.options.hidden = [4]));
    const fail = () => expect(loadModel(folder)).rejects.toThrow('hidden_0/kernel');
    expect(await tensorsKept(fail)).toEqual([0, 0]);
  });

  test('a fresh process loads it by its folder', async () => {
    const folder = await saved();
    const model = (await loadModel(folder)).model;
    const x = tf.tensor2d([[0.5, -1]]);
    const code = `
      import { tf, useBackend } from 'gradus';
      import { loadModel } from 'gradus/models';
      await useBackend({ backend: 'cpu', printBackend: false });
      const { model, labels, id } = await loadModel(process.argv[1]);
      console.log(JSON.stringify([id, labels, Array.from(model.predict(tf.tensor2d([[0.5, -1]])).dataSync())]));`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', code, folder], {
      encoding: 'utf8',
      cwd: new URL('../..', import.meta.url),
    });
    expect(JSON.parse(said)).toEqual(['deep-learning/mlp', ['cat', 'dog'], outputsOf(model, x)]);
    model.dispose();
  });

  interface Editable {
    [field: string]: unknown;
    options: Record<string, unknown>;
    weights: { file: string; tensors: { name: string; shape: number[]; dtype: string }[] };
  }
  function edit(folder: string, change: (manifest: Editable) => unknown): void {
    const path = join(folder, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Editable;
    change(manifest);
    writeFileSync(path, JSON.stringify(manifest));
  }
  const weightsOf = (folder: string): string =>
    join(folder, readdirSync(folder).find((name) => name.endsWith('.bin')) ?? '');

  const broken: Record<string, [(folder: string) => void, string]> = {
    'no folder': [(f) => rmSync(f, { recursive: true }), 'Expected the manifest of a model at'],
    'no manifest': [(f) => rmSync(join(f, 'manifest.json')), 'There is no such file'],
    'a manifest that is a folder': [
      (f) => {
        rmSync(join(f, 'manifest.json'));
        cpSync(f, join(f, '..', 'manifest-source'), { recursive: true });
        cpSync(join(f, '..', 'manifest-source'), join(f, 'manifest.json'), { recursive: true });
      },
      'The system refused: EISDIR',
    ],
    'no JSON': [
      (f) => truncateSync(join(f, 'manifest.json'), 20),
      'It is none: save the model again',
    ],
    'other JSON': [
      (f) => writeFileSync(join(f, 'manifest.json'), 'null'),
      '`manifest.json` does not',
    ],
    'a newer version': [
      (f) => edit(f, (m) => Object.assign(m, { format: 2, gradus: '9.9.9' })),
      'has format 2, written by gradus "9.9.9"',
    ],
    'another version of the past': [
      (f) => edit(f, (m) => (m.format = 0)),
      '`format` does not fit: 0',
    ],
    'an unknown model': [
      (f) => edit(f, (m) => (m.id = 'vision/resnet81')),
      'Received: "vision/resnet81". There is vision/resnet18',
    ],
    'a model by the name of a method': [
      (f) => edit(f, (m) => (m.id = 'constructor')),
      'Received: "constructor"',
    ],
    'a path for an id': [
      (f) => edit(f, (m) => (m.id = '../../../../tmp/evil')),
      'Received: "../../../../tmp/evil"',
    ],
    'another model': [(f) => edit(f, (m) => (m.id = 'vision/cnn')), 'options of the model'],
    'an option that is unknown': [(f) => edit(f, (m) => (m.options.hiden = [3])), 'hiden'],
    'an option out of range': [
      (f) => edit(f, (m) => (m.options.classes = -1)),
      'Expected `classes` to be an integer >= 1. Received: -1.',
    ],
    'weights of another shape': [
      (f) => edit(f, (m) => (m.options.hidden = [4])),
      'Its weight hidden_0/kernel is float32 [2,4]; saved is: float32 [2,3]',
    ],
    'weights of another type': [
      (f) => edit(f, (m) => Object.assign(m.weights.tensors[0] ?? {}, { dtype: 'int32' })),
      'saved is: int32 [2,3]',
    ],
    'a weight too few': [(f) => edit(f, (m) => m.weights.tensors.pop()), 'saved is: none'],
    'a weight too many': [
      (f) => edit(f, (m) => m.weights.tensors.push({ name: 'more', shape: [1], dtype: 'float32' })),
      'It has 4 weights; saved are 5',
    ],
    'a weight twice': [
      (f) => edit(f, (m) => m.weights.tensors.push(m.weights.tensors[0] as never)),
      'It has 4 weights; saved are 5',
    ],
    'weights of a huge shape': [
      (f) => edit(f, (m) => Object.assign(m.weights.tensors[0] ?? {}, { shape: [1e9, 1e9] })),
      'saved is: float32 [1000000000,1000000000]',
    ],
    'no weights': [(f) => rmSync(weightsOf(f)), "Expected the model's weights in"],
    'truncated weights': [(f) => truncateSync(weightsOf(f), 8), 'Received: 8.'],
    'longer weights': [
      (f) =>
        writeFileSync(weightsOf(f), Buffer.concat([readFileSync(weightsOf(f)), Buffer.alloc(4)])),
      'Expected a file of 68 bytes',
    ],
    'changed weights': [
      (f) => writeFileSync(weightsOf(f), Buffer.alloc(readFileSync(weightsOf(f)).length)),
      'it was changed or damaged',
    ],
    'weights without an end': [
      (f) => {
        const path = weightsOf(f);
        rmSync(path);
        symlinkSync('/dev/zero', path);
      },
      'Expected a file of 68 bytes',
    ],
    'weights outside the folder': [
      (f) => edit(f, (m) => (m.weights.file = '../../../etc/passwd')),
      '`weights.file` does not fit: "../../../etc/passwd"',
    ],
    'weights by an absolute path': [
      (f) => edit(f, (m) => (m.weights.file = '/etc/passwd')),
      '`weights.file` does not fit',
    ],
    'a field that nobody knows': [
      (f) => edit(f, (m) => (m.script = 'x')),
      '`script` does not fit: "x"',
    ],
    'labels of another number': [
      (f) => edit(f, (m) => (m.labels = ['cat'])),
      'Expected `labels` of size 2, as the model has it. Received: 1',
    ],
    'a scaler that divides by 0': [
      (f) => edit(f, (m) => (m.scaler = { mean: [0, 0], deviation: [1, 0] })),
      '`scaler.deviation.1` does not fit: 0',
    ],
  };

  test.each(Object.entries(broken))('a folder with %s is refused', async (_, [damage, says]) => {
    const folder = await saved();
    damage(folder);
    for (const language of ['en', 'zh']) {
      vi.stubEnv('GRADUS_LANG', language);
      const error = await loadModel(folder).then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(error).toMatchObject({ name: 'ModelFileError', code: 'model-file' });
      if (language === 'en') expect(error?.message).toContain(says);
      else expect(error?.message).toMatch(/\p{Script=Han}/u);
    }
  });

  test('what could not be loaded is not saved', async () => {
    const folder = freshFolder();
    const model = mlp({ inputShape: [2], hidden: [], classes: 2 });
    const other = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    await expect(saveModel(other, folder)).rejects.toThrow(
      'Expected a model made by a function of',
    );
    await expect(saveModel(model, folder, { labels: ['one'] })).rejects.toThrow(
      'Expected `labels` of size 2, as the model has it. Received: 1',
    );
    await expect(
      saveModel(model, folder, { vocabulary: characterVocabulary('ab'), labels: [] }),
    ).rejects.toThrow('`labels`');
    await expect(saveModel(model, folder, { label: ['a'] } as never)).rejects.toThrow('`labels`');
    await expect(saveModel(model, '')).rejects.toThrow("Expected the path of a model's folder");
    const longer = mlp({ inputShape: [2], hidden: [], classes: 2 });
    longer.add(tf.layers.softmax());
    await expect(saveModel(longer, folder)).rejects.toThrow('Received: `mlp`');
    writeFileSync(join(root, 'a-file'), '');
    await expect(saveModel(model, join(root, 'a-file'))).rejects.toThrow(
      'Expected to write the model',
    );
    expect(readdirSync(root)).not.toContain(folder.split('/').at(-1));
    const writer = gpt({ vocabSize: 5, context: 4, layers: 1, heads: 2, width: 4 });
    await expect(saveModel(writer, folder, { web: true })).rejects.toThrow(
      'nlp/gpt has others: TokenAndPositionEmbedding, TransformerBlock.',
    );
    for (const one of [model, other, longer, writer]) one.dispose();
  });
});
