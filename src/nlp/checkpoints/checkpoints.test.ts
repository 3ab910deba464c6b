/** Models of `transformers`, loaded beside the logits that PyTorch has, and files that are broken or hostile. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { generate } from '../generate.js';
import { CheckpointError } from './checkpoint-error.js';
import { toFloat32 } from './float-types.js';
import { loadCheckpoint } from './load-checkpoint.js';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

interface Recorded {
  readonly parameters: number;
  readonly logits: readonly number[];
  readonly greedy: readonly number[];
}

/** By `fixtures/record_checkpoints.py`. */
const { tokens, models }: { tokens: number[][]; models: Record<string, Recorded> } = JSON.parse(
  readFileSync(join(fixtures, 'logits.json'), 'utf8'),
);

const logitsOf = (model: LayersModel): Float32Array =>
  tf.tidy(
    () =>
      (model.predict(tf.tensor2d(tokens, undefined, 'int32')) as Tensor).dataSync() as Float32Array,
  );

function suite(): void {
  test.each(Object.entries(models))('%s has the logits of PyTorch', async (name, recorded) => {
    const model = await loadCheckpoint(join(fixtures, name));
    // Biases of attention alone: those of the hidden layers are there too, and 0.
    const zeros = name === 'llama-sharded' ? 2 * (2 * 28 + 16) : 0;
    expect(model.countParams()).toBe(recorded.parameters + zeros);
    const logits = logitsOf(model);
    expect(logits.length).toBe(recorded.logits.length);
    const gaps = recorded.logits.map((value, i) => Math.abs(value - (logits[i] as number)));
    expect(Math.max(...gaps)).toBeLessThan(1e-4);
    expect(Math.max(...recorded.logits)).toBeGreaterThan(1);
    const prompt = tokens[0]?.slice(0, 3) as number[];
    const maxTokens = recorded.greedy.length;
    expect(await generate(model, prompt, { maxTokens, temperature: 0 })).toEqual(recorded.greedy);
    model.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('a smaller context sees as much of the same model, and no tensor stays', async () => {
    for (const name of ['gpt2', 'llama']) {
      const short = await loadCheckpoint(join(fixtures, name), { context: 9 });
      const whole = await loadCheckpoint(join(fixtures, name));
      expect(logitsOf(short)).toEqual(logitsOf(whole));
      expect(() => short.predict(tf.zeros([1, 10], 'int32'))).toThrow('T <= 9, the context');
      short.dispose();
      whole.dispose();
    }
    const load = async (): Promise<void> => {
      (await loadCheckpoint(join(fixtures, 'llama'))).dispose();
    };
    expect(await tensorsKept(load)).toEqual([0, 0]);
    for (const context of [0, 1.5, 65]) {
      await expect(loadCheckpoint(join(fixtures, 'llama'), { context })).rejects.toThrow(
        `Expected \`context\` to be an integer from 1 to 64, that of the checkpoint. Received: ${context}`,
      );
    }
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});

test('numbers of 16 bits are those that they stand for', () => {
  const read = (dtype: 'F16' | 'BF16', ...words: number[]): number[] =>
    Array.from(toFloat32(Uint16Array.from(words).buffer, dtype));
  // 1, −2, the largest, the least, the least normal one, infinities, and no number.
  expect(read('F16', 0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x7c00, 0xfc00, 0x8000)).toEqual([
    1,
    -2,
    65504,
    2 ** -24,
    2 ** -14,
    Infinity,
    -Infinity,
    -0,
  ]);
  expect(read('F16', 0x7e00)[0]).toBeNaN();
  expect(read('BF16', 0x3f80, 0xc000, 0x7f80, 0x0080, 0x8000)).toEqual([
    1,
    -2,
    Infinity,
    2 ** -126,
    -0,
  ]);
  expect(read('BF16', 0x7fc0)[0]).toBeNaN();
  fc.assert(
    fc.property(fc.integer({ min: -2048, max: 2048 }), (whole) => {
      // Whole numbers up to 2^11 are exact in both directions.
      const bits = new Uint32Array(Float32Array.of(whole).buffer)[0] as number;
      const exponent = ((bits >>> 23) & 0xff) - 127 + 15;
      const half =
        whole === 0 ? 0 : ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff);
      expect(read('F16', half)[0]).toBe(whole);
    }),
  );
});

describe('a broken or hostile folder', () => {
  let folder = '';
  beforeAll(() => use('cpu'));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-checkpoint-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (name: string): void => cpSync(join(fixtures, name), folder, { recursive: true });
  const weights = (): string => join(folder, 'model.safetensors');
  type Header = Record<string, { dtype: string; shape: number[]; data_offsets: number[] }>;

  /** Writes a header and so many bytes behind it. */
  function write(header: unknown, bytes: number): void {
    const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    writeFileSync(weights(), Buffer.concat([length, text, Buffer.alloc(bytes)]));
  }
  /** Changes the header of the weights, and leaves their bytes as they are. */
  function edit(change: (header: Header) => void): void {
    const all = readFileSync(weights());
    const length = Number(all.readBigUInt64LE());
    const header: Header = JSON.parse(all.subarray(8, 8 + length).toString());
    change(header);
    write(header, 0);
    writeFileSync(weights(), Buffer.concat([readFileSync(weights()), all.subarray(8 + length)]));
  }
  function configure(change: object): void {
    const path = join(folder, 'config.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change }));
  }
  async function says(...words: string[]): Promise<void> {
    const error: unknown = await loadCheckpoint(folder).then(
      (model) => model.dispose(),
      (given: unknown) => given,
    );
    expect(error).toBeInstanceOf(CheckpointError);
    for (const word of words) expect((error as CheckpointError).message).toContain(word);
    expect((error as CheckpointError).path).toContain(folder);
  }

  test('a header that claims more than there is', async () => {
    start('gpt2');
    const bytes = readFileSync(weights());
    for (const claimed of [2n ** 63n, 2n ** 40n, BigInt(bytes.length)]) {
      bytes.writeBigUInt64LE(claimed);
      writeFileSync(weights(), bytes);
      await says(
        'Expected a whole safetensors file',
        `Its header claims ${claimed} bytes, and can have ${bytes.length - 8} at most`,
      );
    }
    writeFileSync(weights(), Buffer.alloc(5));
    await says('It has 5 bytes, and needs 8 at least');
  });

  test('a header that is none', async () => {
    start('gpt2');
    for (const header of ['', '[]', 'null', '{"a": ', '"wte"', '\xff']) {
      write(header, 0);
      await says('Its header is no JSON object');
    }
    for (const entry of [
      ...[null, 3, [], {}, { dtype: 'F32', shape: [1], data_offsets: [0] }],
      { dtype: 'F32', shape: [-1], data_offsets: [0, 4] },
      { dtype: 'F32', shape: [1.5], data_offsets: [0, 6] },
      { dtype: 'F32', shape: ['1'], data_offsets: [0, 4] },
      { dtype: 'F32', shape: [1], data_offsets: [-4, 0] },
      { dtype: 'F32', shape: [1], data_offsets: [0, 4, 8] },
    ]) {
      write({ a: entry }, 4);
      await says('The entry of "a" in its header is none of a tensor');
    }
    for (const dtype of ['F33', '__proto__', 'constructor']) {
      write({ a: { dtype, shape: [1], data_offsets: [0, 4] } }, 4);
      await says(`The type of "a" is not known: "${dtype}"`);
    }
    write(
      `{"__proto__": ${JSON.stringify({ dtype: 'F32', shape: [2], data_offsets: [0, 4] })}}`,
      4,
    );
    await says('The tensor "__proto__", F32 [2], takes 8 bytes, and its header gives it 4');
  });

  test('tensors outside the file, over each other, with gaps, or of another size', async () => {
    const tensor = (shape: number[], ...data_offsets: number[]) => ({
      dtype: 'F32',
      shape,
      data_offsets,
    });
    start('gpt2');
    write({ a: tensor([2], 4, 12) }, 12);
    await says('The tensor "a" is said to be at bytes', 'tensors follow each other without gaps');
    write({ a: tensor([2], 0, 8), b: tensor([2], 4, 12) }, 12);
    await says('The tensor "b"', 'without gaps');
    write({ a: tensor([4], 0, 16) }, 12);
    await says('The tensor "a"');
    write({ a: tensor([2], 0, 8) }, 12);
    await says('Its tensors end at byte');
    for (const shape of [
      [3],
      [2 ** 52, 2 ** 52],
      [2 ** 53 - 1, 2 ** 53 - 1, 0],
      Array(40).fill(1e15),
    ]) {
      write({ a: tensor(shape, 0, 8) }, 8);
      await says('and its header gives it 8');
    }
  });

  test('any damage to the bytes of a header is an error of its own kind, or changes nothing that counts', async () => {
    start('gpt2');
    const whole = readFileSync(weights());
    const length = Number(whole.readBigUInt64LE());
    await fc.assert(
      fc.asyncProperty(fc.nat(length + 7), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] as number) ^ flip;
        writeFileSync(weights(), bytes);
        const error: unknown = await loadCheckpoint(folder).then(
          (model) => model.dispose(),
          (given: unknown) => given,
        );
        if (error !== undefined) expect(error).toBeInstanceOf(CheckpointError);
      }),
      { numRuns: 40 },
    );
  });

  test('weights of another type or shape, or missing', async () => {
    start('gpt2');
    edit((header) => {
      Object.assign(header['transformer.wte.weight'] as object, { dtype: 'I32' });
    });
    await says('Expected the tensor `transformer.wte.weight`', 'one of F32, F16, BF16', 'I32');
    start('gpt2');
    edit((header) => {
      Object.assign(header['transformer.wte.weight'] as object, { shape: [16, 40] });
    });
    await says('to have shape [40,16], as the configuration has it. Received: [16,40]');
    start('gpt2');
    configure({ n_layer: 3 });
    await says('Expected the tensor `transformer.h.2.ln_1.weight`', 'There is none of this name');
    truncateSync(weights(), 200);
    await says('Its header claims');
  });

  test('a configuration that claims the moon costs no memory', async () => {
    for (const change of [
      { n_embd: 2 ** 30, n_head: 1 },
      { n_layer: 2 ** 50 },
      { vocab_size: 2 ** 40 },
    ]) {
      start('gpt2');
      configure(change);
      await says('Expected the tensor');
    }
  });

  test('a configuration of what the library does not run', async () => {
    start('llama');
    const wrong: [object, string][] = [
      [{ rope_scaling: { rope_type: 'llama3', factor: 8 } }, 'rope_scaling.rope_type'],
      [{ hidden_act: 'gelu' }, 'hidden_act'],
      [{ head_dim: 8 }, 'head_dim'],
      [{ num_key_value_heads: 3 }, 'num_key_value_heads'],
      [{ num_attention_heads: 16 }, 'num_attention_heads'],
      [{ vocab_size: '40' }, 'vocab_size'],
      [{ hidden_size: 0 }, 'hidden_size'],
    ];
    for (const [change, field] of wrong) {
      start('llama');
      configure(change);
      await says('to describe a `llama` that the library runs', `Its field \`${field}\``);
    }
    configure({ model_type: 'mamba' });
    await says('Expected `model_type`', 'one of `gpt2`, `llama`. Received: "mamba"');
    writeFileSync(join(folder, 'config.json'), '{');
    await says('Expected JSON');
    rmSync(join(folder, 'config.json'));
    await says('config.json', 'ENOENT');
    vi.stubEnv('GRADUS_LANG', 'zh');
    start('llama');
    configure({ hidden_act: 'gelu' });
    await says('字段 `hidden_act` 不符合要求："gelu"');
  });

  test('an index that leads out of its folder, or to what is not there', async () => {
    const path = join(folder, 'model.safetensors.index.json');
    const outside = [
      '../secret.safetensors',
      '/etc/passwd',
      '.safetensors',
      'a/b.safetensors',
      3,
      null,
    ];
    for (const file of outside) {
      start('llama-sharded');
      writeFileSync(path, JSON.stringify({ weight_map: { a: file } }));
      await says('to name for each tensor a file of its own folder');
    }
    const first = 'model-00001-of-00002.safetensors';
    writeFileSync(path, JSON.stringify({ weight_map: { nothing: first } }));
    await says('Expected the tensor `nothing`', first);
    writeFileSync(path, JSON.stringify({ weight_map: { nothing: 'gone.safetensors' } }));
    await says('gone.safetensors', 'ENOENT');
    rmSync(path);
    await says('Expected `model.safetensors` or `model.safetensors.index.json`');
  });

  test('what is no file is not waited for', async () => {
    start('gpt2');
    rmSync(weights());
    mkdirSync(weights());
    await says('It is no file');
    rmSync(weights(), { recursive: true });
    execFileSync('mkfifo', [weights()]);
    await says('It is no file');
  });
});
