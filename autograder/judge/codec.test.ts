import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CodecError,
  Decoder,
  Encoder,
  maxBigintDigits,
  maxInlineBytes,
  maxNodes,
  maxStringBytes,
} from './codec.js';
import { encodeThrown } from './driver-core.js';
import { decodeFrame, encodeFrame, FrameError, FrameReader } from './frame.js';
import { ErrorValue, OpaqueValue, TensorValue, type Value } from './value.js';

function roundTrip(value: unknown): Value {
  const encoder = new Encoder();
  const node = encoder.encode(value);
  const frame = decodeFrame(encodeFrame({ node }, encoder.chunks));
  return new Decoder(frame.body).decode((frame.header as { node: unknown }).node);
}

describe('values survive the wall', () => {
  test.each([
    ['numbers JSON cannot say', [Number.NaN, -0, Number.POSITIVE_INFINITY, 1e-300]],
    ['nothing', [null, undefined]],
    ['a bigint', 12345678901234567890n],
    ['text', 'Straße 学'],
    ['a map and a set', new Map<Value, Value>([['a', new Set([1, 2])]])],
    ['a typed array', Int32Array.of(1, -2)],
    ['a tensor', new TensorValue('int32', [2, 1], Int32Array.of(3, 4))],
    ['a complex tensor', new TensorValue('complex64', [2], Float32Array.of(1, -2, 0, 0.5))],
    ['a complex number', new TensorValue('complex64', [], Float32Array.of(Number.NaN, -0))],
    ['no complex numbers', new TensorValue('complex64', [0, 3], new Float32Array())],
    ['a text of 256 KB', 'x'.repeat(maxStringBytes)],
    ['a text of 256 KB in other letters', '学'.repeat(Math.floor(maxStringBytes / 3))],
    ['a long text that begins with a mark of its bytes’ order', `\uFEFF${'ü'.repeat(9000)}`],
    ['a long text with half a pair', `${'x'.repeat(9000)}\uD83D`],
    ['a long text of control characters', '\u0000\u2028"\\\n'.repeat(4000)],
    ['several long texts', ['a', 'b', 'c'].map((letter) => letter.repeat(100_000))],
    ['a long text as a key of a map', new Map([['k'.repeat(20_000), 'v'.repeat(20_000)]])],
    ['the longest bigint', -(10n ** BigInt(maxBigintDigits) - 1n)],
    ['an empty tensor', new TensorValue('float32', [0, 3], new Float32Array())],
    ['a long list of numbers', Array.from({ length: 50_000 }, (_, i) => (i === 7 ? -0 : i))],
  ])('%s', (_name, value) => {
    expect(roundTrip(value)).toStrictEqual(value);
  });

  test('any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        // Objects come back without a prototype; JSON text does not show it.
        expect(JSON.stringify(roundTrip(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  test('any text of any length', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.constantFrom('\uD800', '\uDFFF', '\uFEFF', '\u0000', '😀', 'é', 'x'.repeat(500)),
    );
    const texts = fc
      .tuple(fc.array(piece, { minLength: 1, maxLength: 12 }), fc.nat(60))
      .map(([pieces, times]) => pieces.join('').repeat(times));
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 3 }), (value) => {
        expect(roundTrip(value)).toEqual(value);
      }),
    );
  });

  test('any complex tensor', () => {
    const recipe = fc.tuple(fc.array(fc.nat(3), { maxLength: 4 }), fc.infiniteStream(fc.float()));
    fc.assert(
      fc.property(recipe, ([shape, numbers]) => {
        const size = 2 * shape.reduce((product, n) => product * n, 1);
        const data = Float32Array.from(numbers.take(size));
        const value = new TensorValue('complex64', shape, data);
        expect(roundTrip(value)).toStrictEqual(value);
      }),
    );
  });

  test('a long text is bytes, a short one JSON', () => {
    const encode = (text: string): [unknown, number] => {
      const encoder = new Encoder();
      return [encoder.encode(text), encoder.chunks.length];
    };
    const short = 'x'.repeat(maxInlineBytes);
    expect(encode(short)).toEqual([short, 0]);
    expect(encode(`${short}"`)).toEqual([['x', 0, maxInlineBytes + 1], 1]);
  });

  test('an object has no prototype, so no key reaches behaviour', () => {
    const got = roundTrip(
      JSON.parse('{"__proto__": {"passed": true}, "constructor": 1}'),
    ) as object;
    expect(Object.getPrototypeOf(got)).toBeNull();
    expect(Object.keys(got)).toEqual(['__proto__', 'constructor']);
    expect(({} as { passed?: boolean }).passed).toBeUndefined();
  });

  test('functions, instances and errors become descriptions', () => {
    class Net {}
    expect(roundTrip([() => 1, new Net()])).toEqual([
      new OpaqueValue('function', ''),
      new OpaqueValue('object', 'Net'),
    ]);
    expect(roundTrip(new RangeError('too far'))).toMatchObject({
      name: 'RangeError',
      message: 'too far',
    });
    expect(roundTrip(new RangeError('x'))).toBeInstanceOf(ErrorValue);
  });
});

describe('an error says of which class of the language it is', () => {
  class CycleError extends RangeError {
    override name = 'CycleError';
  }
  const thrown = (error: unknown) =>
    new Decoder(new Uint8Array()).decode(JSON.parse(JSON.stringify(encodeThrown(error))));
  const noPrototype = new Proxy(new RangeError('x'), {
    getPrototypeOf() {
      throw new Error('no');
    },
  });
  const endless = (): object => new Proxy({}, { getPrototypeOf: () => endless() });
  test.each<[string, unknown, object]>([
    ['a built-in one', new TypeError('x'), { name: 'TypeError', builtin: 'TypeError' }],
    ['a class of its own', new CycleError('x'), { name: 'CycleError', builtin: 'RangeError' }],
    [
      'a huge name',
      Object.assign(new SyntaxError('x'), { name: 'N'.repeat(1e6) }),
      { name: 'N'.repeat(2000), builtin: 'SyntaxError' },
    ],
    [
      'a getter that throws',
      Object.defineProperty(new CycleError('x'), 'name', {
        get() {
          throw new Error('no');
        },
      }),
      { name: 'Error', builtin: 'RangeError' },
    ],
    [
      'its constructor and its tag do not count',
      Object.assign(new Error('x'), {
        constructor: RangeError,
        [Symbol.toStringTag]: 'RangeError',
      }),
      { name: 'Error', builtin: 'Error' },
    ],
    ['no error', { name: 'RangeError' }, { name: 'thrown value', builtin: undefined }],
    ['a class itself', RangeError, { name: 'thrown value', builtin: undefined }],
    ['a proxy that throws', noPrototype, { builtin: undefined }],
    ['a chain without an end', endless(), { builtin: undefined }],
  ])('%s', (_name, error, expected) => {
    expect(thrown(error)).toBeInstanceOf(ErrorValue);
    expect(thrown(error)).toMatchObject(expected);
  });

  test('an error that is returned says it too, and keeps it on the way on', () => {
    const returned = roundTrip(new CycleError('x'));
    expect(returned).toMatchObject({ builtin: 'RangeError' });
    expect(roundTrip(returned)).toMatchObject({ name: 'CycleError', builtin: 'RangeError' });
  });

  test.each(['CycleError', 'constructor', 'toString', 3, null, ['RangeError']])(
    'another class in the node is no value: %j',
    (name) => {
      const node = ['e', 'E', 'm', '', name];
      expect(() => new Decoder(new Uint8Array()).decode(node)).toThrow('a class of errors');
    },
  );
});

describe('what cannot be encoded says why', () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  test.each([
    ['a cycle', cycle, 'depth'],
    ['too many parts', Array.from({ length: maxNodes + 1 }, () => 'x'), 'nodes'],
    ['a long text', 'x'.repeat(maxStringBytes + 1), 'string'],
    ['a long text in other letters', '学'.repeat(maxStringBytes / 3 + 1), 'string'],
    ['a long text with half a pair', `${'x'.repeat(maxStringBytes)}\uD83D`, 'string'],
    ['a long name of a property', { ['x'.repeat(9000)]: 1 }, 'string'],
    ['much text that is no UTF-8', Array(400).fill(`${'x'.repeat(9000)}\uD83D`), 'string'],
    ['many long texts', Array(200).fill('x'.repeat(maxStringBytes)), 'bytes'],
    ['too many digits', 10n ** BigInt(maxBigintDigits), 'string'],
    ['too many digits below 0', -(10n ** BigInt(maxBigintDigits)), 'string'],
    ['a million digits', 1n << 3_000_000n, 'string'],
    ['too much data', new Float32Array(9 * 1024 * 1024), 'bytes'],
    ['a symbol', Symbol('s'), 'type'],
  ])('%s', (_name, value, code) => {
    expect(() => new Encoder().encode(value)).toThrow(
      expect.objectContaining({ constructor: CodecError, code }) as Error,
    );
  });
});

describe('hostile bytes', () => {
  test.each([
    ['an untagged object', { a: 1 }],
    ['an unknown tag', ['z']],
    ['a complex tensor of half its size', ['t', 'complex64', [1], 0, 4]],
    ['a complex tensor of the size of a real one', ['t', 'complex64', [2], 0, 8]],
    ['text outside the body', ['x', 4, 8]],
    ['text of a part of a byte', ['x', 0, 0.5]],
    ['text of a negative length', ['x', 4, -4]],
    ['text of a length that is text', ['x', 0, '8']],
    ['a long name', ['o', [['x'.repeat(9000), 1]]]],
    ['a name that is bytes', ['o', [[['x', 0, 8], 1]]]],
    ['a bigint without end', ['i', '9'.repeat(maxBigintDigits + 1)]],
    ['a model, which only a judge sends', ['w', true, ['a', []]]],
    ['a shape that lies', ['t', 'float32', [1000, 1000], 0, 8]],
    ['a negative size', ['t', 'float32', [-1], 0, 8]],
    ['a range outside the body', ['y', 'Float32Array', 4, 1024]],
    ['a dtype from the prototype', ['t', 'constructor', [2], 0, 8]],
    ['a bigint with a program in it', ['i', '1n;process.exit()']],
    ['nesting', JSON.parse(`${'["a",['.repeat(60)}${']]'.repeat(60)}`)],
  ])('%s is refused', (_name, node) => {
    expect(() => new Decoder(new Uint8Array(8)).decode(node)).toThrow(CodecError);
  });

  test.each([
    ['a byte that begins nothing', [0xff]],
    ['half a letter', [0xe5, 0xad]],
    ['a letter of too many bytes', [0xc0, 0x80]],
    ['half a pair of surrogates', [0xed, 0xa0, 0x80]],
    ['a letter beyond the last', [0xf4, 0x90, 0x80, 0x80]],
  ])('bytes that are no UTF-8 are refused: %s', (_name, bytes) => {
    const body = Uint8Array.from([...bytes, 65]);
    expect(() => new Decoder(body).decode(['x', 0, bytes.length])).toThrow(CodecError);
    expect(new Decoder(body).decode(['x', bytes.length, 1])).toBe('A');
  });

  test('more text than a text may have is not decoded', () => {
    const body = new Uint8Array(maxStringBytes + 1).fill(65);
    expect(() => new Decoder(body).decode(['x', 0, body.length])).toThrow(/a text/);
    expect(new Decoder(body).decode(['x', 1, maxStringBytes])).toHaveLength(maxStringBytes);
  });

  test('mutated frames never do more than throw the two errors of the protocol', () => {
    const encoder = new Encoder();
    const value = {
      loss: [1, 2, 3],
      text: 'é'.repeat(5000),
      z: new TensorValue('complex64', [2], Float32Array.of(1, 2, 3, 4)),
      w: new TensorValue('float32', [2, 2], Float32Array.of(1, 2, 3, 4)),
    };
    const bytes = encodeFrame({ node: encoder.encode(value) }, encoder.chunks);
    const edits = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(edits, (changes) => {
        const mutated = bytes.slice();
        for (const [at, byte] of changes) mutated[at] = byte;
        try {
          const frame = decodeFrame(mutated);
          new Decoder(frame.body).decode((frame.header as { node?: unknown }).node);
        } catch (error) {
          expect(error instanceof CodecError || error instanceof FrameError).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a length over the cap is refused before anything is kept', () => {
    const prefix = new Uint8Array(8);
    new DataView(prefix.buffer).setUint32(0, 0xffffffff, true);
    expect(() => new FrameReader().push(prefix)).toThrow(FrameError);
  });

  test('a stream is cut into the same frames however it is chunked', () => {
    const stream = Buffer.concat(
      [1, 'two', [3]].map((header) => encodeFrame(header, [Uint8Array.of(7)])),
    );
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 5 }), (cuts) => {
        const reader = new FrameReader();
        const at = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const frames = at.slice(1).flatMap((end, i) => reader.push(stream.subarray(at[i], end)));
        expect(frames.map((frame) => frame.header)).toEqual([1, 'two', [3]]);
        expect(reader.pending).toBe(0);
      }),
    );
  });
});

test('the table of the format has every tag that is decoded, and no other', () => {
  const text = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
  const told = [...text('codec-types.ts').matchAll(/^ \* \| (\w) +\|/gm)].map(([, tag]) => tag);
  const read = [...text('decoder.ts').matchAll(/case '(\w)':/g)].map(([, tag]) => tag);
  expect(read.length).toBeGreaterThan(10);
  expect(told.sort()).toEqual(read.sort());
});

describe('no byte of a frame is decoded twice', () => {
  const body = new Uint8Array(1024);
  const tensor = ['t', 'float32', [256], 0, 1024];

  test('what each part claims for itself is taken', () => {
    const halves = [
      ['y', 'Uint8Array', 0, 512],
      ['y', 'Uint8Array', 512, 512],
    ];
    expect(new Decoder(body).decode(['a', halves])).toHaveLength(2);
    expect(new Decoder(body).decode(tensor)).toBeInstanceOf(TensorValue);
  });

  test.each([
    ['tensors', ['a', [tensor, tensor]]],
    [
      'lists of numbers',
      [
        'a',
        [
          ['p', 0, 1024],
          ['p', 0, 8],
        ],
      ],
    ],
    [
      'typed arrays',
      [
        'o',
        [
          ['a', ['y', 'Int8Array', 0, 1024]],
          ['b', ['y', 'Int8Array', 3, 1]],
        ],
      ],
    ],
    [
      'texts',
      [
        'a',
        [
          ['x', 0, 1024],
          ['x', 1023, 1],
        ],
      ],
    ],
    [
      'complex tensors and texts',
      [
        's',
        [
          ['t', 'complex64', [128], 0, 1024],
          ['x', 0, 8],
        ],
      ],
    ],
    [
      'of several kinds',
      [
        'm',
        [
          [1, tensor],
          [2, ['p', 512, 512]],
        ],
      ],
    ],
  ])('%s', (_name, node) => {
    expect(() => new Decoder(body).decode(node)).toThrow(CodecError);
    expect(() => new Decoder(body).decode(node)).toThrow('more bytes than the frame has');
  });

  test('nor over several values of one frame', () => {
    const decoder = new Decoder(body);
    decoder.decode(tensor);
    expect(() => decoder.decode(['p', 0, 8])).toThrow(CodecError);
  });
});
