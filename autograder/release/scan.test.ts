/** Reference text planted in a bundle in every way that it could get there, and what is no find. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { solutionSources } from '../course/solved.js';
import { sampleZip } from '../submission/sample-zip.js';
import { archiveOf, type BundleFile } from './files.js';
import { scan } from './scan.js';
import { secretsOf } from './secrets.js';

const root = packageRoot();
const secrets = secretsOf(root);
const solutionOf = (lesson: string) =>
  solutionSources(`${root}/autograder/reference/${lesson}/solution.ts`);
const network = '02-a-network-from-scratch';
const tensors = '01-tensors-shapes-and-data';
const { trainMlp = '', crossEntropy = '' } = solutionOf(network);

const file = (path: string, data: string | Buffer): BundleFile => ({
  path,
  data: Buffer.from(data),
});
const found = async (...files: BundleFile[]): Promise<string[]> =>
  (await scan(files, secrets)).findings.map(({ where, of }) => `${where}: ${of.file} ${of.name}`);
const of = (where: string, name = 'crossEntropy', lesson = network): string[] => [
  `${where}: autograder/reference/${lesson}/solution.ts ${name}`,
];

const notebook = (cells: object[]): string => JSON.stringify({ cells, nbformat: 4, metadata: {} });
const lines = (text: string): string[] => text.split(/(?<=\n)/);

describe('a planted solution is found', () => {
  test('as it is written, with where it stands and what it says', async () => {
    const { findings } = await scan([file('gradus/notes.ts', `// x\n${crossEntropy}`)], secrets);
    expect(findings).toEqual([
      {
        where: 'gradus/notes.ts',
        of: { file: `autograder/reference/${network}/solution.ts`, name: 'crossEntropy' },
        excerpt: expect.stringContaining('tf.oneHot(labels, logits.shape[1])'),
      },
    ]);
  });

  test.each([
    ['without comments and white space', { minifyWhitespace: true }],
    ['with other names and fewer words', { minify: true }],
  ])('%s', async (_how, options) => {
    const { code } = transformSync(`export ${crossEntropy}`, { loader: 'ts', ...options });
    expect(await found(file('a.js', code))).toEqual(of('a.js'));
  });

  test('set by another formatter, renamed by hand', async () => {
    const other = crossEntropy
      .replace(/\/\/.*$/gm, '/* note */')
      .replaceAll("'", '"')
      .replaceAll(';', '')
      .replace(/\blogits\b/g, 'scores')
      .replace(/\boneHot\b(?!\()/g, 'chosen')
      .replaceAll('\n', '\n\t\t\n');
    expect(await found(file('a.ts', other))).toEqual(of('a.ts'));
  });

  test('commented out', async () => {
    const comment = crossEntropy.replace(/^/gm, '// ');
    expect(await found(file('a.ts', comment))).toEqual(of('a.ts'));
    const block = `/**\n${crossEntropy.replace(/^/gm, ' * ')}\n */\nexport {};`;
    expect(await found(file('b.ts', block))).toEqual(of('b.ts'));
  });

  test('what somebody wrote who tried a lesson, but not what the lesson gave them', async () => {
    const folder = '00-typescript-and-notebooks';
    const kept = `autograder/reference/${folder}/first-attempts.md`;
    const [, attempt = ''] =
      /^```ts\n(.*?)^```$/ms.exec(readFileSync(`${root}/${kept}`, 'utf8')) ?? [];
    expect(await found(file('a.ts', attempt))).toEqual([`a.ts: ${kept} groupMeans`]);
    const lessons = ['lesson.md', 'lesson.zh.md', 'lesson.ipynb'];
    for (const name of lessons) {
      const text = readFileSync(`${root}/notebooks/${folder}/${name}`);
      expect(await found(file(name, text))).toEqual([]);
    }
  });

  test('in a cell of a notebook, and in the output of one', async () => {
    const cell = { cell_type: 'code', source: lines(crossEntropy), outputs: [] };
    const empty = { cell_type: 'markdown', source: ['# A title\n'] };
    expect(await found(file('l.ipynb', notebook([empty, cell])))).toEqual(of('l.ipynb > cell 2'));
    const output = { output_type: 'stream', name: 'stdout', text: lines(crossEntropy) };
    const ran = { cell_type: 'code', source: ['1'], outputs: [output] };
    expect(await found(file('l.ipynb', notebook([ran])))).toEqual(
      of('l.ipynb > cell 1, outputs.0.text'),
    );
  });

  test('in a lesson, as a fence', async () => {
    const text = `# It's here\n\nDon't look.\n\n\`\`\`ts\n${crossEntropy}\n\`\`\`\n`;
    expect(await found(file('lesson.md', text))).toEqual(of('lesson.md'));
  });

  test('in a source map, beside its file and inside it', async () => {
    const map = JSON.stringify({ version: 3, sources: ['a.ts'], sourcesContent: [crossEntropy] });
    expect(await found(file('a.js.map', map))).toEqual(of('a.js.map > sourcesContent'));
    const url = `data:application/json;base64,${Buffer.from(map).toString('base64')}`;
    const code = `export {};\n//# sourceMappingURL=${url}\n`;
    expect(await found(file('a.js', code))).toEqual(of('a.js > base64 > sourcesContent'));
  });

  test('in a zip in a zip, and in a tarball in it', async () => {
    const inner = sampleZip([{ name: 'deep/a.ts', data: crossEntropy }]);
    const zip = sampleZip([{ name: 'inner.zip', data: inner }]);
    expect(await found(file('data.bin', zip))).toEqual(of('data.bin > inner.zip > deep/a.ts'));
    const tar = await archiveOf('box', [file('a.ts', crossEntropy)]);
    const both = sampleZip([{ name: 'box.tgz', data: tar }]);
    expect(await found(file('o.zip', both))).toEqual(of('o.zip > box.tgz > box > box/a.ts'));
    expect(await found(file('a.ts.gz', gzipSync(crossEntropy)))).toEqual(of('a.ts.gz > a.ts'));
  });

  test('as a string of code, and as one in a string of JSON', async () => {
    const code = `export const text = ${JSON.stringify(crossEntropy)};`;
    expect(await found(file('a.js', code))).toEqual(of('a.js > unescaped'));
    const twice = JSON.stringify({ cell: JSON.stringify({ source: crossEntropy }) });
    expect((await found(file('a.json', twice)))[0]).toContain('solution.ts crossEntropy');
  });

  test('in base64 by lines, in UTF-16, in a picture', async () => {
    const base64 = Buffer.from(crossEntropy).toString('base64').replace(/.{76}/g, '$&\n');
    expect(await found(file('a.txt', base64))).toEqual(of('a.txt > base64'));
    const wide = Buffer.from(`\ufeff${crossEntropy}`, 'utf16le');
    expect(await found(file('a.txt', wide))).toEqual(of('a.txt'));
    const one = crossEntropy.replace(/\s*\/\/.*$/gm, '').replaceAll('\n', ' ');
    const binary = Buffer.concat([Buffer.of(0x89, 0x50, 0, 255), Buffer.from(one), Buffer.of(0)]);
    expect(await found(file('a.png', binary))).toEqual(of('a.png'));
  });

  test('a part of it, in the middle of other code', async () => {
    const part = lines(trainMlp).slice(28, 36).join('');
    expect(await found(file('a.ts', `const a = 1;\n${part}\nconst b = 2;`))).toEqual(
      of('a.ts', 'trainMlp'),
    );
  });
});

test.each([
  [network, 'trainMlp'],
  [tensors, 'groupedSplit'],
  [tensors, 'broadcastShapes'],
  [tensors, 'parseCsv'],
  [tensors, 'validate'],
  ['00-typescript-and-notebooks', 'groupMeans'],
  ['00-typescript-and-notebooks', 'mapLimit'],
  // All arithmetic, so found as a whole alone.
  ['00-typescript-and-notebooks', 'runningStats'],
])('of %s, %s is found', async (lesson, name) => {
  const source = solutionOf(lesson)[name] ?? '';
  expect(await found(file('a.ts', source))).toEqual(of('a.ts', name, lesson));
});

test('hidden tests, mutants and variants are found in what the build makes of them', async () => {
  for (const kind of ['hidden', 'mutants', 'variants']) {
    const path = `${root}/dist/autograder/reference/${network}/${kind}.js`;
    const all = await found(file(`${kind}.js`, readFileSync(path)));
    expect(all.join('\n')).toContain(`autograder/reference/${network}/${kind}.ts`);
  }
});

describe('no find', () => {
  test('the head of a function, which its statement gives', async () => {
    const head = trainMlp.slice(0, trainMlp.indexOf('> {') + 3);
    expect(head).toContain('onEpoch');
    expect(await found(file('a.ts', `${head} throw new Error(); }`))).toEqual([]);
  });

  test('one call of a hint, and sentences', async () => {
    const hint = 'Take `tf.oneHot(labels, logits.shape[1])`, then `tf.mul`, then the mean.';
    expect(await found(file('lesson.md', hint))).toEqual([]);
  });

  test('what stands in the library', async () => {
    const path = 'src/backend/random.ts';
    expect(await found(file('random.ts', readFileSync(`${root}/${path}`)))).toEqual([]);
  });

  test('what nests too deeply is no file without findings', async () => {
    let data: Buffer = Buffer.from(crossEntropy);
    for (let i = 0; i < 12; i++) data = gzipSync(data);
    await expect(found(file('a.gz', data))).rejects.toThrow('nested at most 10 deep');
  });
});
