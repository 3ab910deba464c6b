/** The `gradus` command as it is built: exit codes and what is said. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleClass } from '../../autograder/report/sample.js';
import { recordClass } from '../../autograder/results/record.js';
import { resultsText } from '../../autograder/results/store.js';

const readme = fileURLToPath(new URL('../../README.md', import.meta.url));
const lesson = fileURLToPath(
  new URL('../../notebooks/02-a-network-from-scratch/lesson.ipynb', import.meta.url),
);
const built = fileURLToPath(new URL('../../dist/autograder/cli.js', import.meta.url));
let home = '';

beforeAll(async () => {
  if (!existsSync(built)) throw new Error('Expected a build in dist/. Run: npm run build');
  home = await mkdtemp(join(tmpdir(), 'gradus-cli-'));
});
afterAll(() => rm(home, { recursive: true }));

interface Ended {
  code: number;
  out: string;
  err: string;
}

function gradus(...args: string[]): Promise<Ended> {
  const { GRADUS_LANG: _, ...env } = process.env;
  const options = { cwd: home, env: { ...env, XDG_CONFIG_HOME: join(home, 'config') } };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [built, ...args], options, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

describe('help', () => {
  it('lists the commands', async () => {
    const { code, out } = await gradus('--help');
    expect(code).toBe(0);
    for (const name of [
      'grade',
      'explain',
      'check',
      'secret',
      'build',
      'verify',
      'doctor',
      'setup',
    ]) {
      expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
  });

  it('speaks Chinese when asked to', async () => {
    const { out } = await gradus('grade', '--help', '--lang', 'zh');
    expect(out).toContain('用法：');
    expect(out).not.toMatch(/default|choices/);
  });

  it('is what no command at all gives, as wrong usage', async () => {
    const { code, err } = await gradus();
    expect(code).toBe(2);
    expect(err).toContain('grade');
  });

  it('tells the version of the package', async () => {
    const file = new URL('../../package.json', import.meta.url);
    const { version } = JSON.parse(await readFile(file, 'utf8'));
    expect((await gradus('--version')).out).toBe(`${version}\n`);
  });
});

describe('wrong usage is exit code 2 and a sentence with the remedy', () => {
  it.each([
    [['grad'], 'there is no command grad. Did you mean grade?'],
    [['grade', '--onyl', 'x'], 'there is no option --onyl. Did you mean --only?'],
    [['grade', '/no/such/class'], 'there is no folder /no/such/class. Expected a folder'],
    [['grade', '--jobs', '0'], '--jobs was 0. Expected 1 … 256.'],
    [
      ['grade', '--sandbox', 'jail'],
      '--sandbox was jail. Expected auto, bubblewrap, unshare, podman, docker, plain-uid.',
    ],
    [['grade', '--lang', 'fr'], '--lang was fr. Expected en, zh.'],
    [['grade', '--out'], 'option --out <folder> needs a value'],
    [['grade', 'a', 'b'], 'more arguments than expected'],
    [['verify', '--reference'], 'option --reference <folder> needs a value'],
    [['verify', '99-none'], 'lesson 99-none'],
    [['verify', '--reference', 'none'], 'there is no folder none with a private reference'],
    [['build', '--reference', '.'], 'holds no private reference. Expected folders'],
    [['explain', 'ada'], 'the argument <exercise> is missing'],
    [
      ['explain', 'ada', 'softmax'],
      'there is no results/results.json. Run `npm run gradus -- grade` first',
    ],
    [['check', 'nothing.ipynb'], 'there is no file nothing.ipynb'],
    [['check', readme], 'README.md is no notebook. Expected a file that ends in .ipynb'],
    [['check', '/dev/null'], '/dev/null is no notebook.'],
    [['check', `${readme}/lesson.ipynb`], 'there is no file'],
    [['check', lesson, '--onyl', 'softmax'], 'there is no option --onyl. Did you mean --only?'],
    [
      ['check', lesson, '--only', 'sofmax'],
      '--only sofmax is no exercise of this notebook. Did you mean softmax?',
    ],
    [['setup', 'now'], 'more arguments than expected'],
    [['doctor', '--fix'], 'there is no option --fix'],
    [['grade', `${readme}/class`], 'there is no folder'],
    [['explain', 'ada', 'softmax', '--out', readme], 'README.md'],
    [['secret', '--secret', `${readme}/key`], 'the class secret would lie in the project'],
    [['verify', '--reference', readme], 'README.md with a private reference'],
    [['build', '--reference', `${readme}/x`], 'with a private reference'],
  ])('gradus %j', async (args, sentence) => {
    const { code, out, err } = await gradus(...args);
    expect(err).toMatch(/^gradus: /);
    expect(err).toContain(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it('a file, an empty folder, and results that would count as a student', async () => {
    const folder = join(home, 'class');
    await mkdir(folder, { recursive: true });
    expect((await gradus('grade', folder)).err).toContain('holds no submissions');
    await mkdir(join(folder, 'ada'));
    const inside = await gradus('grade', folder, '--out', join(folder, 'results'));
    expect(inside.err).toContain('they would count as a student');
    expect(inside.code).toBe(2);
    const file = join(home, 'file.txt');
    await writeFile(file, '');
    expect((await gradus('grade', file)).err).toContain(
      'neither a folder nor an archive nor a notebook',
    );
  });
});

describe('check', () => {
  it('takes notebooks and folders, and single exercises', { timeout: 180_000 }, async () => {
    const folder = join(home, 'lessons');
    await mkdir(join(folder, '02'), { recursive: true });
    await copyFile(lesson, join(folder, '02', 'lesson.ipynb'));
    await writeFile(join(folder, 'broken.ipynb'), '{');
    const { code, out, err } = await gradus('check', folder, lesson, '--only', 'softmax');
    // Of several lessons, one that cannot be read does not say which it is of; the others are checked.
    expect(err).toContain('its JSON ends in the middle (line 1)');
    expect(out.match(/^== .*$/gm)).toEqual([
      `== ${join(folder, '02', 'lesson.ipynb')}`,
      `== ${join(folder, 'broken.ipynb')}`,
      `== ${lesson}`,
    ]);
    expect(out.match(/0 of \d visible tests passed/g)).toHaveLength(2);
    expect(out).not.toContain('crossEntropy');
    expect(code).toBe(2);

    const named = ['--lesson', '02-a-network-from-scratch', '--only', 'softmax'];
    const told = await gradus('check', folder, lesson, ...named);
    expect([told.code, told.err]).toEqual([1, '']);
    expect(told.out.match(/0 of \d visible tests passed/g)).toHaveLength(3);
  });

  it('refuses an exercise that no notebook has before anything is run', async () => {
    const { code, out, err } = await gradus('check', lesson, '--only', 'softmax', '--only', 'relu');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('--only relu is no exercise of this notebook.');
    expect(err).toContain('Its exercises: denseForward, softmax,');
  });
});

describe('a machine that refuses a path', () => {
  it('is told by a sentence and exit code 1, without a stack', async () => {
    const { code, out, err } = await gradus('secret', '--secret', '/dev/null/key');
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      'gradus: /dev/null/key cannot be written (ENOTDIR). Give another place, or change who may write there.\n',
    );
  });
});

describe('a private reference', () => {
  it('is refused with file and line, and taken once it is mended', async () => {
    const folder = join(home, 'private');
    const file = join(folder, '02-a-network-from-scratch/hidden.ts');
    await mkdir(join(folder, '02-a-network-from-scratch'), { recursive: true });
    await writeFile(file, 'export const tests = {\n');
    for (const command of ['verify', 'grade']) {
      const refused = await gradus(command, '--reference', folder);
      expect(refused.err).toContain(
        'the private reference cannot be used:\n02-a-network-from-scratch/hidden.ts:2:1: This cannot be compiled',
      );
      expect(refused.code).toBe(2);
    }
    await writeFile(file, 'export const tests = { softmax: [] };\n');
    const taken = await gradus('verify', '--reference', folder);
    expect(taken.err).toBe('');
    expect(taken.out).toContain('02-a-network-from-scratch softmax: ');
    expect(taken.out).toContain('every mutant is rejected');
    expect(taken.code).toBe(0);
  });
});

describe('the class secret', () => {
  it('is asked for, made once, and refused when others may read it', async () => {
    const folder = join(home, 'class', 'x');
    await mkdir(folder, { recursive: true });
    const asked = await gradus('grade', join(home, 'class'));
    expect(asked.code).toBe(2);
    expect(asked.err).toContain('Make it once with `npm run gradus -- secret`');

    const made = await gradus('secret');
    expect(made.code).toBe(0);
    const path = join(home, 'config', 'gradus', 'class.key');
    expect(made.out).toContain(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);

    const before = await readFile(path, 'utf8');
    const again = await gradus('secret');
    expect(again.code).toBe(2);
    expect(again.err).toContain('left as it is');
    expect(await readFile(path, 'utf8')).toBe(before);

    const open = join(home, 'open.key');
    await writeFile(open, before, { mode: 0o644 });
    const refused = await gradus('grade', join(home, 'class'), '--secret', open);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(`chmod 600 ${open}`);
  });
});

describe('explain', () => {
  it('shows a test in full, and names what is near when there is none', async () => {
    const out = join(home, 'sample');
    await mkdir(out);
    await writeFile(join(out, 'results.json'), resultsText(recordClass(sampleClass())));
    const one = await gradus('explain', '李雷', 'softmax/rows-sum-to-one', '--out', out);
    expect(one.code).toBe(0);
    expect(one.out).toContain('differs first at [0, 1]: expected 0.3, got 0.5');
    expect(one.out).not.toContain('fresh-inputs');
    const whole = await gradus('explain', 'ada', 'softmax', '--out', out);
    expect(whole.out).toContain('✓ softmax/fresh-inputs');

    const student = await gradus('explain', 'aad', 'softmax', '--out', out);
    expect([student.code, student.err]).toEqual([
      2,
      'gradus: the results hold no student aad. Did you mean ada?\n',
    ]);
    expect((await gradus('explain', 'ada', 'softmx', '--out', out)).err).toContain('mean softmax?');
    expect((await gradus('explain', 'ada', 'softmax/fresh-input', '--out', out)).err).toContain(
      'mean fresh-inputs?',
    );
  });

  it('does not trust a file that was changed by hand', async () => {
    const out = join(home, 'broken');
    await mkdir(out);
    await writeFile(join(out, 'results.json'), '{"schemaVersion":1}');
    const { code, err } = await gradus('explain', 'ada', 'softmax', '--out', out);
    expect(code).toBe(2);
    expect(err).toContain('is not a record that gradus wrote');
  });
});
