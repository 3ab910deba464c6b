import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CodecError, Decoder, Encoder, maxNodes } from './codec.js';
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

describe('what cannot be encoded says why', () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  test.each([
    ['a cycle', cycle, 'depth'],
    ['too many parts', Array.from({ length: maxNodes + 1 }, () => 'x'), 'nodes'],
    ['a long text', 'x'.repeat(9000), 'string'],
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
    ['an unknown tag', ['x']],
    ['a shape that lies', ['t', 'float32', [1000, 1000], 0, 8]],
    ['a negative size', ['t', 'float32', [-1], 0, 8]],
    ['a range outside the body', ['y', 'Float32Array', 4, 1024]],
    ['a dtype from the prototype', ['t', 'constructor', [2], 0, 8]],
    ['a bigint with a program in it', ['i', '1n;process.exit()']],
    ['nesting', JSON.parse(`${'["a",['.repeat(60)}${']]'.repeat(60)}`)],
  ])('%s is refused', (_name, node) => {
    expect(() => new Decoder(new Uint8Array(8)).decode(node)).toThrow(CodecError);
  });

  test('mutated frames never do more than throw the two errors of the protocol', () => {
    const encoder = new Encoder();
    const value = {
      loss: [1, 2, 3],
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
