import '@tensorflow/tfjs-backend-cpu';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { beforeAll, expect, test } from 'vitest';
import wavefile from 'wavefile';
import { tf } from '../../nn/tf.js';
import { readCsv, readIdx, readImage, readJson, readJsonLines, readWav } from './index.js';
import { makeZip } from './zip.fixture.js';
import { unzipFiles } from './zip.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const badFile = { name: 'DatasetError', code: 'bad-file' };

test('CSV: numbers, missing values, quotes; a bad row is told with its line', async () => {
  const text =
    '\uFEFFname,age,city\n"Ada, Countess",36,London\nAlan,NA,"Man\nchester"\nonly one\nGrace,85,"New York",more\nLi,1e3,\n';
  const { columns, rows, bad } = await readCsv(bytes(text));
  expect(columns).toEqual(['name', 'age', 'city']);
  expect(rows).toEqual([
    { name: 'Ada, Countess', age: 36, city: 'London' },
    { name: 'Alan', age: null, city: 'Man\nchester' },
    { name: 'Li', age: 1000, city: null },
  ]);
  expect(bad).toEqual([
    { line: 5, reason: 'expected 3 values, received 1', text: 'only one' },
    { line: 6, reason: 'expected 3 values, received 4', text: 'Grace,85,New York,more' },
  ]);
});

test('CSV: a quote that does not end is told, and nothing after it is invented', async () => {
  const { rows, bad } = await readCsv(bytes('a,b\n1,2\n3,"4\n5,6\n'));
  expect(rows).toEqual([{ a: 1, b: 2 }]);
  expect(bad).toHaveLength(1);
  expect(bad[0]?.reason).toMatch(/[Qq]uote/);
});

test('CSV: names given, another delimiter, columns that stay text', async () => {
  const options = { delimiter: ';', header: ['zip', 'n'], text: ['zip'] };
  expect((await readCsv(bytes('00501;7\n02134;8\n'), options)).rows).toEqual([
    { zip: '00501', n: 7 },
    { zip: '02134', n: 8 },
  ]);
  expect((await readCsv(bytes('1,2\n'), { header: false })).columns).toEqual([
    'column 1',
    'column 2',
  ]);
});

test('CSV: every table of texts comes back', async () => {
  const value = fc.string({ unit: 'grapheme' }).filter((s) => !/[\r\n]/.test(s));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 6 }),
      async (table) => {
        const quoted = (s: string): string => `"${s.replaceAll('"', '""')}"`;
        const text = `a,b\n${table.map((row) => row.map(quoted).join(',')).join('\n')}\n`;
        const { rows, bad } = await readCsv(bytes(text), { text: ['a', 'b'], missing: [] });
        expect(bad).toEqual([]);
        expect(rows.map(({ a, b }) => [a, b])).toEqual(table);
      },
    ),
    { numRuns: 100 },
  );
});

test('a file that is larger than it may be is not read', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gradus-readers-')), 'big.csv');
  writeFileSync(path, 'a\n1\n');
  expect((await readCsv(path)).rows).toEqual([{ a: 1 }]);
  await expect(readCsv(path, { maxBytes: 3 })).rejects.toMatchObject({ code: 'too-large' });
  await expect(readJsonLines(bytes('{}\n{}'), { maxBytes: 3 })).rejects.toMatchObject({
    code: 'too-large',
  });
});

test('JSON, and JSON of one record a line with its bad lines', async () => {
  expect(await readJson(bytes('{"a":[1]}'))).toEqual({ a: [1] });
  await expect(readJson(bytes('{"a":'))).rejects.toMatchObject(badFile);
  const { records, bad } = await readJsonLines(bytes('{"a":1}\r\n\n{"a":\n3'));
  expect(records).toEqual([{ a: 1 }, 3]);
  expect(bad).toMatchObject([{ line: 3, text: '{"a":' }]);
});

test('IDX: every type; a header that claims more than there is makes nothing of that size', async () => {
  const idx = (type: number, shape: number[], body: number[]): Uint8Array =>
    Uint8Array.from([
      0,
      0,
      type,
      shape.length,
      ...shape.flatMap((n) => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]),
      ...body,
    ]);
  expect(await readIdx(idx(8, [2, 2], [1, 2, 3, 255]))).toEqual({
    shape: [2, 2],
    data: Uint8Array.of(1, 2, 3, 255),
  });
  expect((await readIdx(idx(9, [1], [255]))).data).toEqual(Int8Array.of(-1));
  expect((await readIdx(idx(11, [2], [255, 254, 1, 0]))).data).toEqual(Int16Array.of(-2, 256));
  expect((await readIdx(idx(12, [1], [0, 0, 1, 0]))).data).toEqual(Int32Array.of(256));
  expect((await readIdx(idx(13, [1], [63, 128, 0, 0]))).data).toEqual(Float32Array.of(1));
  expect((await readIdx(idx(14, [1], [63, 240, 0, 0, 0, 0, 0, 0]))).data).toEqual(
    Float64Array.of(1),
  );
  for (const wrong of [
    idx(8, [0xffffffff, 0xffffffff], [1]),
    idx(8, [3], [1, 2]),
    idx(8, [1], [1, 2]),
    idx(7, [1], [1]),
    idx(8, [], []),
    Uint8Array.of(0, 0, 8, 200, 1),
    Uint8Array.of(),
  ]) {
    await expect(readIdx(wrong)).rejects.toMatchObject(badFile);
  }
});

const wavOf = (channels: number, bits: string, samples: number[] | number[][]): Uint8Array => {
  const wav = new wavefile.WaveFile();
  wav.fromScratch(channels, 8000, bits, samples);
  return wav.toBuffer();
};

test('WAV: one scale for both signs; two channels; 8, 24 bits and floating point', async () => {
  const wav = await readWav(wavOf(1, '16', [0, -32768, 16384, 32767]));
  expect([wav.sampleRate, wav.channels]).toEqual([
    8000,
    [Float32Array.of(0, -1, 0.5, 32767 / 32768)],
  ]);
  const stereo = await readWav(
    wavOf(2, '16', [
      [0, 16384],
      [-16384, 0],
    ]),
  );
  expect(stereo.channels).toEqual([Float32Array.of(0, 0.5), Float32Array.of(-0.5, 0)]);
  expect((await readWav(wavOf(1, '8', [128, 0, 192]))).channels[0]).toEqual(
    Float32Array.of(0, -1, 0.5),
  );
  expect((await readWav(wavOf(1, '24', [4194304]))).channels[0]).toEqual(Float32Array.of(0.5));
  expect((await readWav(wavOf(1, '32f', [0.25, -0.5]))).channels[0]).toEqual(
    Float32Array.of(0.25, -0.5),
  );
});

test('WAV: cut off, claims of more than there is, formats that are not read', async () => {
  const good = wavOf(1, '16', [1, 2, 3, 4]);
  const changed = (at: number, value: number): Uint8Array => {
    const copy = Uint8Array.from(good);
    new DataView(copy.buffer).setUint32(at, value, true);
    return copy;
  };
  const wrong = [
    good.subarray(0, good.length - 2),
    changed(40, 0xfffffff0),
    changed(16, 0x7fffffff),
    changed(20, 0x00010055), // MP3 in a WAV
    changed(20, 0x00000001), // no channel
    bytes('RIFF'),
    bytes('not a recording at all'),
  ];
  for (const file of wrong) await expect(readWav(file)).rejects.toMatchObject(badFile);
});

test('WAV and IDX: bytes of chance end in an error of ours, or in samples', async () => {
  const good = wavOf(1, '16', [1, 2, 3, 4]);
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (at, value) => {
      const copy = Uint8Array.from(good);
      copy[at] = value;
      const read = await readWav(copy).catch((error) => error);
      expect(read.name === 'DatasetError' || Array.isArray(read.channels)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('PNG and JPEG: pixels in [0, 1], in colour or grey, transparent ones on white', async () => {
  const png = new PNG({ width: 2, height: 1 });
  png.data.set([255, 0, 0, 255, 0, 0, 0, 0]);
  const file = PNG.sync.write(png);
  const colour = await readImage(file);
  expect(colour.shape).toEqual([1, 2, 3]);
  expect([...colour.dataSync()]).toEqual([1, 0, 0, 1, 1, 1]);
  const grey = await readImage(file, { channels: 1 });
  expect([...grey.dataSync()].map((v) => Number(v.toFixed(3)))).toEqual([0.299, 1]);
  const data = Buffer.alloc(16 * 16 * 4, 200);
  const picture = await readImage(jpeg.encode({ width: 16, height: 16, data }, 90).data);
  expect(picture.shape).toEqual([16, 16, 3]);
  expect(picture.dataSync()[0]).toBeCloseTo(200 / 255, 1);
  tf.dispose([colour, grey, picture]);
});

test('pictures that claim to be huge, or unpack to more than they claim, are refused', async () => {
  const chunk = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    const named = Buffer.concat([Buffer.from(name), body]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([head, named, sum]);
  };
  const pngOf = (width: number, height: number, pixels: Buffer, interlaced = 0): Buffer => {
    const size = Buffer.alloc(13);
    size.writeUInt32BE(width, 0);
    size.writeUInt32BE(height, 4);
    size.set([8, 0, 0, 0, interlaced], 8);
    const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
    const parts = [
      chunk('IHDR', size),
      chunk('IDAT', deflateSync(pixels)),
      chunk('IEND', Buffer.alloc(0)),
    ];
    return Buffer.concat([signature, ...parts]);
  };
  const tiny = await readImage(pngOf(1, 1, Buffer.from([0, 128])), { channels: 1 });
  expect(tiny.dataSync()[0]).toBeCloseTo(128 / 255);
  tiny.dispose();
  await expect(readImage(pngOf(100_000, 100_000, Buffer.alloc(10)))).rejects.toThrow(
    /100000 by 100000/,
  );
  for (const interlaced of [0, 1]) {
    await expect(readImage(pngOf(1, 1, Buffer.alloc(5e7), interlaced))).rejects.toThrow(
      /do not fit/,
    );
  }
  const data = Buffer.alloc(8 * 8 * 4);
  const small = Buffer.from(jpeg.encode({ width: 8, height: 8, data }, 90).data);
  const at = small.indexOf(Buffer.from([0xff, 0xc0]));
  small.writeUInt16BE(65_535, at + 5);
  small.writeUInt16BE(65_535, at + 7);
  await expect(readImage(small)).rejects.toThrow(/65535 by 65535/);
  for (const file of [
    bytes('GIF89a'),
    Buffer.from([0xff, 0xd8]),
    Buffer.alloc(0),
    pngOf(1, 1, Buffer.alloc(0)).subarray(0, 40),
  ]) {
    await expect(readImage(file)).rejects.toMatchObject(badFile);
  }
});

test('zips: paths that lead elsewhere, links, encryption, bombs and lies about sizes are refused', async () => {
  const limits = { maxFiles: 2, maxBytes: 1000, wanted: () => true };
  const open = (entries: Parameters<typeof makeZip>[0]) =>
    unzipFiles(makeZip(entries), limits, 'x.zip');
  const good = await open([
    { name: 'a/', data: '' },
    { name: 'a/b.txt', data: 'hello' },
  ]);
  expect(good).toEqual([{ name: 'b.txt', path: 'a/b.txt', bytes: Buffer.from('hello') }]);
  const refused = { code: 'zip-refused' };
  const lies: Parameters<typeof makeZip>[0][] = [
    [{ name: '../up.txt', data: 'x' }],
    [{ name: '/etc/passwd', data: 'x' }],
    [{ name: 'a\\..\\up.txt', data: 'x' }],
    [{ name: 'link', data: '/etc/passwd', mode: 0o120777 }],
    [{ name: 'secret', data: 'x', encrypted: true }],
    [{ name: 'large', data: Buffer.alloc(1001) }],
    [
      { name: 'half', data: Buffer.alloc(600) },
      { name: 'half 2', data: Buffer.alloc(600) },
    ],
    [{ name: 'bomb', data: Buffer.alloc(1e7), claims: 10 }],
    [{ name: 'short', data: 'abc', claims: 900 }],
    [1, 2, 3].map((n) => ({ name: `${n}`, data: 'x' })),
  ];
  for (const entries of lies) await expect(open(entries)).rejects.toMatchObject(refused);
  await expect(unzipFiles(Buffer.from('no zip'), limits, 'x.zip')).rejects.toMatchObject(refused);
});
