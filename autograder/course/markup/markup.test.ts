/** Asides, figures and references: what a notebook shows of them, and what is wrong with them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { importChinese } from '../import/chinese.js';
import { importLesson } from '../import/lesson.js';
import { type ImportedCell, type ImportedNotebook, parseImported } from '../import/read.js';
import { parseLesson, readLesson } from '../lesson.js';
import { compileLesson } from '../notebook.js';
import { CourseError, problemText } from '../problem.js';
import { renewTranslation } from '../renew-translation.js';
import { sample, spoilt } from '../sample.js';
import { translate } from '../translation.js';

const sources = `references:
  he2015:
    authors: [K. He, X. Zhang, S. Ren, J. Sun]
    title: Delving Deep into Rectifiers
    year: 2015
    link: https://arxiv.org/abs/1502.01852
  kapoor2023:
    authors: [S. Kapoor, A. Narayanan]
    title: Leakage
    year: 2023
    link: https://doi.org/10.1016/j.patter.2023.100804
  numpy:
    authors: [NumPy]
    title: Broadcasting
    link: https://numpy.org/doc/stable/user/basics.broadcasting.html
`;
const words = `> [!WARNING]
> A rate that is too large kills units.

![Two boxes and an arrow](layers.png "The $a_1$ goes from \\"left\\" to right."){#fig-layers}

As [](#fig-layers) shows, and [this drawing](#fig-layers) too, see [@he2015, section 2.2], [@kapoor2023] and [@numpy].
`;
const whole = sample
  .replace('objectives:', `${sources}objectives:`)
  .replace('Text before', `${words}\nText before`);
const compiled = (text: string): ImportedNotebook =>
  parseImported(compileLesson(parseLesson(text, 'lesson.md')));
const find = (cells: readonly ImportedCell[], id: string): ImportedCell => {
  const cell = cells.find(({ rest }) => rest.id === id);
  if (cell === undefined) throw new Error(`Expected the cell ${id}`);
  return cell;
};
const begin = 'begin-text-1';

describe('what a notebook shows', () => {
  test('of an aside, a figure, links to it, and citations', () => {
    const { cells } = compiled(whole);
    expect(find(cells, begin).source).toBe(`## Begin

> **Warning**
>
> A rate that is too large kills units.

![Two boxes and an arrow](attachment:layers.png)

**Figure 1.** The $a_1$ goes from "left" to right.

As [Figure 1](#Begin) shows, and [this drawing](#Begin) too, see [He et al., 2015, section 2.2](https://arxiv.org/abs/1502.01852), [Kapoor and Narayanan, 2023](https://doi.org/10.1016/j.patter.2023.100804) and [NumPy](https://numpy.org/doc/stable/user/basics.broadcasting.html).

Text before, with a formula $a_1$ and a price of \\$5.`);
    expect(cells.at(-1)).toMatchObject({
      rest: { id: 'references' },
      source: `## References

- K. He, X. Zhang, S. Ren, J. Sun (2015): [Delving Deep into Rectifiers](https://arxiv.org/abs/1502.01852).
- S. Kapoor, A. Narayanan (2023): [Leakage](https://doi.org/10.1016/j.patter.2023.100804).
- NumPy: [Broadcasting](https://numpy.org/doc/stable/user/basics.broadcasting.html).`,
    });
  });

  test('does not depend on what stands around: ids are those of the lesson without them', () => {
    const ids = (text: string) => compiled(text).cells.map(({ rest }) => rest.id);
    expect(ids(whole)).toEqual([...ids(sample), 'references']);
    expect(compiled(sample)).toEqual(compiled(sample));
  });

  test('figures are numbered as they come, and two sources of one year have letters', () => {
    const second = '![x](b.png "Later."){#fig-b}';
    const text = whole
      .replace('Text before', `${second}\n\nSee [](#fig-b) and [@he2015b].\n\nText before`)
      .replace(
        '  numpy:',
        '  he2015b:\n    authors: [A. He, B. C, D. E]\n    title: T\n    year: 2015\n    link: https://x.org\n  numpy:',
      );
    const { source } = find(compiled(text).cells, begin);
    expect(source).toContain('**Figure 2.** Later.');
    expect(source).toContain('See [Figure 2](#Begin) and [He et al., 2015b](https://x.org)');
    expect(source).toContain('[He et al., 2015a, section 2.2]');
  });

  test('code that looks like one of them stays as it is', () => {
    const code = 'Write `[@he2015]`, `[](#fig-layers)` and [a link](https://x.org "@he").';
    const text = whole.replace(
      'Text before',
      `${code}\n\n\`\`\`md\n> [!NOTE]\n\`\`\`\n\nText before`,
    );
    const { source } = find(compiled(text).cells, begin);
    expect(source).toContain(code);
    expect(source).toContain('```md\n> [!NOTE]\n```');
  });
});

describe('in Chinese', () => {
  const english = parseLesson(whole, 'lesson.md');
  const file = renewTranslation(english, undefined).text.replaceAll('（待译）\n\n', '');
  const accepted = renewTranslation(english, file, ['all']).text;
  const header = (text: string) => text.replace(/^title: .*$/m, 'title: 例');
  const text = header(accepted)
    .replace('> A rate that', '> 学习率')
    .replace('[@he2015, section 2.2]', '[@he2015, 第 2.2 节]')
    .replace('## Begin', '## 开始');

  test('the words are Chinese, keys and order those of the lesson', () => {
    const { cells } = parseImported(compileLesson(translate(english, text, 'lesson.zh.md')));
    const { source } = find(cells, begin);
    expect(source).toContain('> **警告**\n>\n> 学习率');
    expect(source).toContain('**图 1** The');
    expect(source).toContain('[图 1](#%E5%BC%80%E5%A7%8B)');
    expect(source).toContain('[He 等，2015，第 2.2 节](https://arxiv.org/abs/1502.01852)');
    expect(find(cells, 'references').source).toMatch(/^## 参考文献\n\n- K\. He、X\. Zhang/);
  });

  test.each([
    ['[!WARNING]', '[!NOTE]', '[!WARNING]'],
    ['[@kapoor2023]', '', '[@kapoor2023]'],
    ['{#fig-layers}', '{#fig-other}', '{#fig-layers}'],
    ['[](#fig-layers)', '图', undefined],
  ])('%s that is not there is told', (from, to, part) => {
    const changed = () => translate(english, text.replace(from, to), 'lesson.zh.md');
    if (part === undefined) expect(changed).not.toThrow();
    else expect(changed).toThrow(`lacks what is the same in every language: ${part}`);
  });

  test('comes back from its notebook byte for byte', () => {
    const notebook = parseImported(compileLesson(translate(english, text, 'lesson.zh.md')));
    const back = importChinese(notebook, whole, text, 'lesson.md');
    expect(back).toEqual({ text, notTaken: [] });
  });
});

describe('gradus import', () => {
  const edit = (from: string, to: string): string => {
    const notebook = compiled(whole);
    const cell = find(notebook.cells, begin);
    expect(cell.source).toContain(from);
    cell.source = cell.source.replace(from, to);
    const { text, notTaken } = importLesson(notebook, whole, 'lesson.md');
    expect(notTaken).toEqual([]);
    expect(compiled(text).cells).toEqual(notebook.cells);
    return text;
  };

  test('what nobody edited comes back byte for byte', () => {
    const back = importLesson(compiled(whole), whole, 'lesson.md');
    expect(back).toEqual({ text: whole, notTaken: [] });
  });

  test.each([
    ['words beside them', 'As [Figure 1]', 'Just as [Figure 1]', 'As [](', 'Just as []('],
    ['the text of an aside', 'kills units', 'ends units', 'kills units', 'ends units'],
    ['a caption', 'goes from "left"', 'runs from "left"', 'goes from \\"left', 'runs from \\"left'],
    ['the words of a picture', '![Two boxes', '![Both boxes', '![Two boxes', '![Both boxes'],
  ])('%s can be edited', (_what, from, to, before, after) => {
    expect(edit(from, to)).toBe(whole.replace(before, after));
  });

  test('the list of sources is made, so an edit of it is told', () => {
    const notebook = compiled(whole);
    find(notebook.cells, 'references').source += '\n- Another.';
    expect(importLesson(notebook, whole, 'lesson.md')).toEqual({
      text: whole,
      notTaken: [{ id: 'references', reason: 'generated' }],
    });
  });
});

describe('a picture', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-figures-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('travels in its cell, for a workspace has the notebook alone', async () => {
    writeFileSync(join(folder, 'lesson.md'), whole);
    writeFileSync(join(folder, 'layers.png'), 'pixels');
    const lesson = await readLesson(join(folder, 'lesson.md'));
    const notebook = parseImported(compileLesson(lesson));
    expect(find(notebook.cells, begin).rest.attachments).toEqual({
      'layers.png': { 'image/png': Buffer.from('pixels').toString('base64') },
    });
    expect(importLesson(notebook, whole, 'lesson.md')).toEqual({ text: whole, notTaken: [] });
  });
});

const problemsOf = (text: string): string[] => {
  try {
    parseLesson(text, 'lesson.md');
    return [];
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    return error.problems.map((one) => problemText(one, 'en'));
  }
};

describe('what is wrong is told once, with its line', () => {
  const put = (text: string): string => spoilt('Text before', `${text}\n\nText before`);
  test.each([
    ['a kind of aside that GitHub has not', put('> [!HINT]\n> x'), '17:1: Expected an aside'],
    ['text beside the mark', put('> [!NOTE] x\n> y'), '17:1: Expected an aside'],
    ['an aside without text', put('> [!NOTE]'), '17:1: Expected an aside'],
    ['an aside in a list', put('- a\n\n  > [!NOTE]\n  > x'), '19:3: Expected an aside'],
    ['an aside by hand', put('> **Note**\n>\n> x'), '17:1: Expected an aside'],
    ['a figure without a caption', put('![x](a.png){#fig-a}'), '17:1: Expected a figure'],
    ['a figure without words', put('![](a.png "b"){#fig-a}'), '17:1: Expected a figure'],
    ['a figure beside words', put('So: ![x](a.png "b"){#fig-a}'), '17:1: Expected a figure'],
    ['a figure from the web', put('![x](https://x.org/a.png "b"){#fig-a}'), 'Expected a figure'],
    [
      'a key that is there twice',
      put('![x](a.png "b"){#fig-a}\n\n![x](a.png "b"){#fig-a}'),
      '19:1: The figure #fig-a is also on line 17',
    ],
    ['a figure that is not there', put('See [](#fig-b).'), '17:5: There is no figure #fig-b'],
    ['a link without words', put('See [](#Begin).'), '17:5: The link to #Begin has no words'],
    ['a picture without pixels', put('![x](a.svg)'), '17:1: JupyterLab shows no such picture'],
    ['a picture elsewhere', put('![x](../a.png)'), '17:1: JupyterLab shows no such picture'],
    ['a source that is cited and not declared', put('See [@he2016].'), '17:5: The source he2016'],
    ['two sources in one', put('[@he2015; @b2016]'), '17:1: Expected one source'],
    ['a source in a heading', put('## By [@he2015]'), 'Expected one source'],
    [
      'a source that nobody cites',
      spoilt('objectives:', `${sources.slice(0, sources.indexOf('  kapoor'))}objectives:`),
      '12:3: Nothing cites the source he2015',
    ],
  ])('%s', (_what, text, sentence) => {
    const told = problemsOf(text);
    expect(told).toEqual([expect.stringContaining(sentence)]);
  });
});
