/** `gradus update` as it is built, ended by SIGKILL at each of its changes of the disk in turn. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { editionsIn } from '../../autograder/update/editions.js';
import {
  answer,
  check,
  edition,
  exercise,
  lessonId,
  text,
  worked,
} from '../../autograder/update/sample.js';
import { updateWorkspace } from '../../autograder/update/update.js';

const cli = fileURLToPath(new URL('../../dist/autograder/cli.js', import.meta.url));
const program = fileURLToPath(new URL('update-kills.mjs', import.meta.url));
const base = mkdtempSync(join(tmpdir(), 'gradus-kills-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const put = (path: string, content: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};

interface Ended {
  signal: string | null;
  code: number | null;
  said: string;
}

const run = (words: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, GRADUS_LANG: 'en' };
    const child = execFile(process.execPath, words, { env }, (_error, out, err) =>
      resolve({ signal: child.signalCode, code: child.exitCode, said: out + err }),
    );
  });
const bundle = join(base, 'bundle');
const update = (workspace: string, ...words: string[]): Promise<Ended> =>
  run([cli, 'update', workspace, '--from', bundle, ...words]);
const killed = (at: number, workspace: string): Promise<Ended> =>
  run([program, String(at), workspace, bundle, ...notebooks.map((one) => join(workspace, one))]);

const mine = 'function f() {\n  return 1;\n}';
const cells = [
  text('header', '# One'),
  exercise('f', 'function f() {\n  throw new Error();\n}'),
  check('f'),
];
const newer = cells.map((cell) => (cell.id === 'header' ? text('header', '# Two') : cell));
const notebooks = [`${lessonId}/lesson.ipynb`, `${lessonId}/lesson.zh.ipynb`];
const original = join(base, 'original');
for (const [i, name] of notebooks.entries()) {
  const language = i === 0 ? 'en' : 'zh';
  const old = edition(cells, { language });
  put(join(original, name), worked(old, answer({ 'exercise-f': mine })));
  put(join(bundle, 'notebooks', name), edition(newer, { language }));
}
put(join(bundle, 'notebooks', lessonId, 'net.svg'), '<svg>2</svg>');
put(join(original, lessonId, 'net.svg'), '<svg>mine</svg>');

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
const work = (all: Record<string, string>) =>
  Object.fromEntries(Object.entries(all).filter(([path]) => !/^\.gradus|\.gradus-new$/.test(path)));

test('killed at whatever moment: every file is the old or the new one, whole, and nothing is lost', async () => {
  const whole = join(base, 'whole');
  cpSync(original, whole, { recursive: true });
  const first = await update(whole);
  expect(first.code, first.said).toBe(0);
  const before = work(contents(original));
  const after = work(contents(whole));
  expect(Object.keys(after)).toEqual(Object.keys(before));
  for (const path of Object.keys(after)) expect(after[path]).not.toBe(before[path]);

  let at = 1;
  const mixtures = new Set<string>();
  for (; at < 200; at++) {
    const workspace = join(base, `killed-${at}`);
    cpSync(original, workspace, { recursive: true });
    const { signal, code } = await killed(at, workspace);
    if (signal === null) {
      expect(code).toBe(0);
      break;
    }
    expect(signal).toBe('SIGKILL');
    const left = contents(workspace);
    const saved = Object.entries(left).filter(([path]) => path.startsWith('.gradus/backup/'));
    for (const [path, text] of Object.entries(before)) {
      expect([before[path], after[path]], `${path} at ${at}`).toContain(left[path]);
      if (left[path] === text) continue;
      // Replaced: what was there is in the backup, whole.
      const copies = saved.filter(([one]) => one.endsWith(`/${path}`)).map(([, one]) => one);
      expect(copies, `backup of ${path} at ${at}`).toContain(text);
    }
    mixtures.add(
      Object.keys(before)
        .map((path) => left[path] === before[path])
        .join(),
    );
    await updateWorkspace({
      workspace,
      notebooks: notebooks.map((one) => join(workspace, one)),
      lessons: await editionsIn(bundle),
      language: 'en',
      backup: join(workspace, '.gradus', 'backup', 'again'),
      dryRun: false,
    });
    const now = contents(workspace);
    expect(work(now), `after ${at}`).toEqual(after);
    const outside = Object.keys(now).filter((path) => !path.startsWith('.gradus/'));
    expect(outside.filter((path) => path.endsWith('.gradus-new'))).toEqual([]);
    rmSync(workspace, { recursive: true });
  }
  // The points lay before, between and behind the replacements.
  expect(mixtures.size).toBeGreaterThanOrEqual(4);
  expect(at).toBeGreaterThan(20);
}, 300_000);

test('what it says, in both languages; --dry-run changes nothing', async () => {
  const workspace = join(base, 'said');
  cpSync(original, workspace, { recursive: true });
  const before = contents(workspace);
  const dry = await update(workspace, '--dry-run');
  expect(contents(workspace)).toEqual(before);
  expect(dry.said).toContain('1 answer and 0 other cells of yours would be kept');
  const chinese = await update(workspace, '--lang', 'zh');
  expect(chinese.said).toContain('保留了你的 1 个答案');
  const again = await update(workspace);
  expect(again.said.trim()).toBe('2 notebooks were up to date already.');
  put(join(workspace, lessonId, 'lesson.ipynb'), '{');
  const broken = await update(workspace);
  expect(broken.code).toBe(1);
  expect(broken.said).toContain('lesson.ipynb: left as it is: its JSON');
  expect(existsSync(join(workspace, lessonId, 'lesson.zh.ipynb'))).toBe(true);
});
