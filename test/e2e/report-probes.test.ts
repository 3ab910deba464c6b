import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ErrorValue, OpaqueValue } from '../../autograder/judge/value.js';
import type { Issue } from '../../autograder/judge/verdict.js';
import { sampleClass, sampleTest } from '../../autograder/report/sample.js';
import { writeReports } from '../../autograder/report/write.js';
import { recordClass } from '../../autograder/results/record.js';
import type { ExerciseGrade, SubmissionGrade } from '../../autograder/results/types.js';
import { describeIf } from '../capabilities.js';
import { root } from '../notebook/run-cells.js';
import { openBrowser } from './jupyterlab.js';
import { probes } from './probes.js';

const run = promisify(execFile);

/** A submission whose every text is the probe. */
function student(probe: string): SubmissionGrade {
  const params = { name: probe, message: probe, reason: probe, exercise: probe, kept: probe };
  const place = { cell: 1, line: 1, column: 1, text: probe };
  const issue: Issue = { code: 'threw', params, place, guess: probe };
  const named = { ...sampleTest('softmax/probe', 'error', { hint: probe, name: probe }) };
  const object = Object.assign(Object.create(null), { [probe]: probe });
  const exercise: ExerciseGrade = {
    exercise: probe,
    title: probe,
    points: 1,
    score: 0,
    tests: [
      { ...named, kind: probe, issue: { ...issue, got: probe, expected: [probe, object] } },
      {
        ...named,
        id: `softmax/${probe}`,
        issue: { ...issue, got: new ErrorValue(probe, probe, probe) },
      },
      {
        ...named,
        visible: false,
        kind: probe,
        issue: { ...issue, got: new OpaqueValue('object', probe) },
      },
    ],
    notices: [
      { code: 'syntax-error', params, place },
      { code: 'duplicate-cell', params },
      { code: 'type-error', params },
    ],
    output: probe.repeat(3),
  };
  return {
    student: probe,
    lesson: probe,
    lessonVersion: probe,
    file: probe,
    submissionHash: 'ab'.repeat(32),
    attempt: 1,
    exercises: [exercise],
    notices: [{ code: 'unreadable-notebook', params }],
    points: 1,
    score: 0,
    ...(probe.length % 2 === 0 && { graderFailure: probe }),
  };
}

/** Pages of a class that is nothing but probes. */
async function writeProbes(out: string, language: 'en' | 'zh'): Promise<void> {
  const grade = sampleClass();
  const [probe = ''] = probes;
  const exercises = probes.map((name) => ({ exercise: name, title: name, points: 1 }));
  grade.lesson = { id: probe, title: probes.join(' '), version: probe, points: 1, exercises };
  grade.isolation.mechanism = probes.join(' ');
  grade.students = probes.map(student);
  await writeReports(out, recordClass(grade), { totalMs: 0, students: {} }, language);
}

/** A class on disk: names, sources, outputs, errors and metadata are the probes that a name can hold. */
function writeClass(folder: string): void {
  const ada = join(root, 'test/example-class/submissions/ada/lesson.ipynb');
  const whole = readFileSync(ada, 'utf8');
  const names = probes.filter((name) => !/[/\0]/.test(name));
  for (const [i, name] of names.entries()) {
    mkdirSync(join(folder, name));
    if (i >= 6) {
      writeFileSync(join(folder, name, `${name}.ipynb`), `{"${name}`);
      continue;
    }
    const notebook = JSON.parse(whole);
    const text = probes.join('\n');
    notebook.metadata.title = text;
    notebook.metadata.authors = [{ name: text }];
    for (const cell of notebook.cells) {
      cell.metadata.name = text;
      if (cell.cell_type !== 'code') cell.source = [text];
      else
        cell.outputs = [{ output_type: 'display_data', data: { 'text/html': text }, metadata: {} }];
      const literal = JSON.stringify(text);
      const bodies = [
        `console.log(${literal}); throw new Error(${literal});`,
        `return ${literal};`,
        `return { [${literal}]: ${literal} };`,
        `const e = new Error('x'); e.name = ${literal}; throw e;`,
        `return class { static name = ${literal} };`,
      ];
      if (cell.metadata.gradus?.exercise === 'softmax') {
        cell.source = [
          i === 5
            ? `function softmax( ${text}`
            : `function softmax() { ${bodies[i]} } // ${probes[i]}`,
        ];
      }
    }
    writeFileSync(join(folder, name, 'lesson.ipynb'), JSON.stringify(notebook));
  }
}

const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/;

/** The same pages without the policy: escaping alone must hold. */
function withoutPolicy(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  for (const name of readdirSync(to, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.html')) continue;
    const text = readFileSync(join(to, name), 'utf8');
    expect(text).toMatch(policy);
    writeFileSync(join(to, name), text.replace(policy, ''));
  }
}

describeIf('browser', 'reports full of probes, in a browser', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'gradus-probes-'));
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(scratch, { recursive: true, force: true });
  });

  /** Opens every page; says what ran, what was asked for, and what stands in it that must not. */
  async function opened(folder: string): Promise<{ pages: number; problems: string[] }> {
    const page = await browser.newPage();
    const problems: string[] = [];
    let now = '';
    const tell = (what: string) => problems.push(`${now}: ${what}`);
    await page.exposeFunction('probe', (n: unknown) => tell(`probe ${n} ran`));
    page.on('pageerror', (error) => tell(error.message));
    page.on('dialog', (dialog) => tell(dialog.message()));
    page.on('console', (message) => tell(message.text()));
    page.on('popup', () => tell('opened a window'));
    page.on('request', (request) => {
      if (request.url() !== now) tell(`asked for ${request.url()}`);
    });
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const pages = files.filter((name) => name.endsWith('.html')).sort();
    for (const name of pages) {
      now = pathToFileURL(join(folder, name)).href;
      await page.goto(now);
      // In the page: whatever could run only after a click or a movement is an element or attribute.
      const odd = await page.evaluate(`(() => {
        const known = /^(html|head|body|main|meta|title|style|h1|h2|p|a|b|br|code|pre|span|section|div|dl|dt|dd|ul|li|table|thead|tbody|tfoot|tr|th|td|svg|rect)$/;
        const handlers = /^on|^(src|srcdoc|srcset|action|formaction|style|autofocus|data|background)$/;
        // What plotly.js draws with is its own; the numbers that it draws are the judge's.
        const drawn = '.charts, .charts *, #js-plotly-tester, #js-plotly-tester *, #plotly\\.js-style-global, body > script:not([src])';
        const kept = [...document.querySelectorAll('*')].filter((element) => !element.matches(drawn));
        return kept.flatMap((element) => [
          ...(known.test(element.localName) ? [] : ['<' + element.localName + '>']),
          ...[...element.attributes].filter(({ name }) => handlers.test(name)).map(({ name }) => name),
          ...(/^[a-z0-9-]+\\.html(#|$)/.test(element.getAttribute('href') ?? 'a.html') ? [] : ['href ' + element.getAttribute('href')]),
        ]);
      })()`);
      for (const what of odd as string[]) tell(what);
      await page.mouse.move(300, 300);
    }
    await page.close();
    return { pages: pages.length, problems };
  }

  test('the browser does see a probe that was not escaped', async () => {
    const bare = join(scratch, 'bare');
    mkdirSync(bare);
    for (const [i, probe] of [
      '<img src=x onerror=probe(6)>',
      '<script>probe(1)</script>',
    ].entries()) {
      writeFileSync(join(bare, `${i}.html`), `<!doctype html><meta charset=utf-8>${probe}`);
    }
    const { problems } = await opened(bare);
    expect(problems.join('\n')).toMatch(/probe 6 ran/);
    expect(problems.join('\n')).toMatch(/probe 1 ran/);
  });

  test('a record of nothing but probes', async () => {
    const out = join(scratch, 'en');
    await writeProbes(out, 'en');
    const { pages, problems } = await opened(out);
    expect(problems).toEqual([]);
    expect(pages).toBe(2 * probes.length + 1);
  });

  test('the same in the other language, without the policy that stands in the pages', async () => {
    await writeProbes(join(scratch, 'zh'), 'zh');
    withoutPolicy(join(scratch, 'zh'), join(scratch, 'bare-zh'));
    expect((await opened(join(scratch, 'bare-zh'))).problems).toEqual([]);
  });

  describeIf('unshare', 'graded', () => {
    test('a class that is called, writes, throws and prints probes', async () => {
      const [folder, out] = [join(scratch, 'class'), join(scratch, 'results')];
      mkdirSync(folder);
      writeClass(folder);
      const cli = join(root, 'dist/autograder/cli.js');
      const words = ['grade', folder, '--out', out, '--secret', join(scratch, 'class.key')];
      await run(process.execPath, [cli, 'secret', '--secret', join(scratch, 'class.key')]);
      const lesson = ['--lesson', '02-a-network-from-scratch', '--only', 'softmax'];
      const { stdout } = await run(process.execPath, [cli, ...words, ...lesson], { cwd: root });
      expect(stdout).toContain('<svg onload=probe(14)>');
      withoutPolicy(out, join(scratch, 'bare-results'));
      for (const pages of [out, join(scratch, 'bare-results')]) {
        expect((await opened(pages)).problems).toEqual([]);
      }
    });
  });
});
