import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrame, FrameError, FrameReader } from './frame.js';

const large = 5 * 1024 * 1024;

test('frames of every size come out as they went in, however the stream is cut', () => {
  const sizes = fc.array(fc.constantFrom(0, 1, 7, 300, large, large + 1), { maxLength: 4 });
  const cuts = fc.array(fc.nat({ max: 2 * large }), { maxLength: 6 });
  fc.assert(
    fc.property(sizes, cuts, (bodies, at) => {
      const stream = Buffer.concat(
        bodies.map((size, i) => encodeFrame({ i }, [new Uint8Array(size).fill(i + 1)])),
      );
      const reader = new FrameReader();
      const points = [0, ...at.filter((point) => point < stream.length), stream.length];
      points.sort((a, b) => a - b);
      const frames = points.flatMap((from, i) => reader.push(stream.subarray(from, points[i + 1])));
      expect(reader.pending).toBe(0);
      expect(frames.map(({ header }) => header)).toEqual(bodies.map((_, i) => ({ i })));
      expect(frames.map(({ body }) => body.length)).toEqual(bodies);
      expect(frames.every(({ body }, i) => body.every((byte) => byte === i + 1))).toBe(true);
    }),
    { numRuns: 30, seed: 1 },
  );
});

test('a large frame is not given out before its last byte', () => {
  const bytes = encodeFrame({}, [new Uint8Array(large)]);
  const reader = new FrameReader();
  expect(reader.push(bytes.subarray(0, -1))).toEqual([]);
  expect(reader.pending).toBe(bytes.length - 1);
  expect(reader.push(bytes.subarray(-1))).toHaveLength(1);
});

test('lengths over the caps are refused before anything is kept, also behind a large frame', () => {
  const bad = Buffer.alloc(8, 0xff);
  expect(() => new FrameReader().push(bad)).toThrow(FrameError);
  const both = Buffer.concat([encodeFrame({}, [new Uint8Array(large)]), bad]);
  expect(() => new FrameReader().push(both)).toThrow(FrameError);
});
