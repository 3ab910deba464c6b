/** What becomes of a reader's work when their lesson is renewed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handedOutOf } from '../course/content.js';
import { parseImported } from '../course/import/read.js';
import { type Renames, renamesFrom } from '../course/migrations.js';
import { mergeNotebook } from './merge.js';
import {
  addAfter,
  answer,
  check,
  code,
  edition,
  exercise,
  quiz,
  type SampleCell,
  text,
  worked,
} from './sample.js';

const starter = 'function f(x: number): number {\n  throw new Error();\n}';
const mine = 'function f(x: number): number {\n  return 2 * x;\n}';
const first: SampleCell[] = [
  text('header', '# One'),
  code('one-code-1', 'const x = 1;'),
  text('one-text-1', 'Some text.'),
  exercise('f', starter),
  check('f'),
  text('quiz-q-text', 'Which?'),
  quiz('q'),
  text('one-text-2', 'The end.'),
];
const second = first.map((cell) => ({ ...cell }));
(second[2] as SampleCell).source = 'A better text.';
second.splice(3, 0, text('one-text-1b', 'A text more.'));

function merge(old: string, fresh: string, renames?: Renames) {
  const notebook = parseImported(old, { runs: true });
  const edited = handedOutOf(notebook.rest.metadata);
  const merged = mergeNotebook(notebook, parseImported(fresh), edited, renames);
  const cells = merged.notebook.cells.map(({ rest, source }) => [String(rest.id), source]);
  return { ...merged, cells, byId: Object.fromEntries(cells) as Record<string, string> };
}

test('an untouched notebook becomes the new edition', () => {
  const { cells, changes, kept, notebook } = merge(edition(first), edition(second));
  expect(cells).toEqual(second.map(({ id, source }) => [id, source]));
  expect(changes).toEqual([]);
  expect(kept).toEqual({ answers: 0, own: 0 });
  const fresh = parseImported(edition(second));
  expect(notebook.rest.metadata).toEqual(fresh.rest.metadata);
});

test('answers, quiz answers, edited code and cells of their own stay, with what a run left', () => {
  const old = worked(edition(first), (raw) => {
    answer({
      'exercise-f': mine,
      'quiz-q': "await quiz('q', 'b');",
      'one-code-1': 'const x = 5;',
    })(raw);
    addAfter('exercise-f', code('0a1b2c3d', 'f(3)'))(raw);
    addAfter('0a1b2c3d', text('9f8e7d6c', 'So it doubles.'))(raw);
    const f = raw.cells.find(({ id }) => id === 'exercise-f') ?? {};
    f.outputs = [{ output_type: 'stream', name: 'stdout', text: 'hi' }];
    f.execution_count = 7;
    raw.metadata.widgets = { kept: true };
  });
  const { cells, byId, changes, kept, notebook } = merge(old, edition(second));
  expect(changes).toEqual([]);
  expect(kept).toEqual({ answers: 2, own: 2 });
  expect(byId['exercise-f']).toBe(mine);
  expect(byId['quiz-q']).toBe("await quiz('q', 'b');");
  expect(byId['one-code-1']).toBe('const x = 5;');
  expect(byId['one-text-1']).toBe('A better text.');
  const ids = cells.map(([id]) => id);
  const at = ids.indexOf('exercise-f');
  expect(ids.slice(at, at + 4)).toEqual(['exercise-f', '0a1b2c3d', '9f8e7d6c', 'check-f']);
  const f = notebook.cells[at];
  expect(f?.ran).toMatchObject({ execution_count: 7, outputs: [{ text: 'hi' }] });
  expect(f?.rest.metadata).toMatchObject({ gradus: { exercise: 'f' }, deletable: false });
  expect(notebook.rest.metadata).toMatchObject({ widgets: { kept: true } });
});

test('line ends and blanks that an editor changed are no edit', () => {
  const old = worked(
    edition(first),
    answer({ 'exercise-f': `${starter.replace(/\n/g, '  \r\n')}\n` }),
  );
  const renewed = second.map((cell) =>
    cell.id === 'exercise-f' ? { ...cell, source: `// new\n${starter}` } : cell,
  );
  const { byId, changes } = merge(old, edition(renewed));
  expect(changes).toEqual([]);
  expect(byId['exercise-f']).toBe(`// new\n${starter}`);
});

describe('where both have changed', () => {
  const renewed = second.map((cell) => {
    const changed: Record<string, string> = {
      'exercise-f': `// now with care\n${starter}`,
      'one-code-1': 'const x = 10;',
      'check-f': "await check('f', f, {});",
      'quiz-q-text': 'Which of them?',
    };
    return { ...cell, source: changed[cell.id] ?? cell.source };
  });

  test('the answer stays, and the new starter stands above it as text', () => {
    const old = worked(
      edition(first),
      answer({ 'exercise-f': mine, 'one-code-1': 'const x = 5;' }),
    );
    const { cells, byId, changes, notebook } = merge(old, edition(renewed));
    expect(changes).toEqual([
      { kind: 'conflict', cell: 'one-code-1' },
      { kind: 'conflict', cell: 'f' },
    ]);
    expect(byId['exercise-f']).toBe(mine);
    const at = cells.findIndex(([id]) => id === 'exercise-f');
    expect(cells[at - 1]?.[0]).toBe('new-exercise-f');
    expect(cells[at - 1]?.[1]).toContain('// now with care');
    expect(notebook.cells[at - 1]?.kind).toBe('markdown');
    expect(byId['check-f']).toBe("await check('f', f, {});");
  });

  test('the note goes with the next update, unless its reader wrote in it', () => {
    const old = worked(edition(first), answer({ 'exercise-f': mine }));
    const once = merge(old, edition(renewed)).notebook;
    const again = (notebook: typeof once) => {
      const edited = handedOutOf(notebook.rest.metadata);
      const merged = mergeNotebook(notebook, parseImported(edition(second)), edited);
      return merged.notebook.cells.map(({ rest, source }) => [rest.id, source]);
    };
    const notes = again(once).filter(([id]) => String(id).startsWith('new-'));
    expect(notes.map(([, source]) => String(source).includes('now with care'))).toEqual([false]);
    const edited = structuredClone(once);
    const note = edited.cells.find(({ rest }) => rest.id === 'new-exercise-f');
    if (note !== undefined) note.source += '\n\nTo do!';
    expect(JSON.stringify(again(edited))).toContain('To do!');
  });

  test('an edited text, or check, stays below the new one', () => {
    const old = worked(
      edition(first),
      answer({ 'one-text-1': 'Some text. NB!', 'check-f': "await check('f', g);" }),
    );
    const { cells, changes, byId } = merge(old, edition(renewed));
    expect(changes).toEqual([
      { kind: 'text-kept', cell: 'one-text-1' },
      { kind: 'text-kept', cell: 'f' },
    ]);
    expect(byId['one-text-1']).toBe('A better text.');
    const sources = cells.map(([, source]) => source);
    expect(sources.indexOf('Some text. NB!')).toBe(sources.indexOf('A better text.') + 1);
    expect(sources).toContain("await check('f', g);");
  });

  test('an answer to a question that was changed is told', () => {
    const old = worked(edition(first), answer({ 'quiz-q': "await quiz('q', 'a');" }));
    expect(merge(old, edition(renewed)).changes).toEqual([{ kind: 'question-changed', cell: 'q' }]);
    expect(merge(edition(first), edition(renewed)).changes).toEqual([]);
  });
});

describe('what is gone', () => {
  const shorter = second.filter(({ id }) => !/-f$|one-code-1|one-text-1b/.test(id));

  test('an answer and edited code stay as the reader’s own, the rest goes', () => {
    const old = worked(
      edition(first),
      answer({ 'exercise-f': mine, 'one-code-1': 'const x = 5;' }),
    );
    const { cells, changes } = merge(old, edition(shorter));
    expect(changes).toEqual([
      { kind: 'edited-kept', cell: 'one-code-1' },
      { kind: 'removed-kept', cell: 'f' },
    ]);
    expect(cells.map(([id]) => id)).toEqual([
      'header',
      'one-code-1',
      'one-text-1',
      'exercise-f',
      'quiz-q-text',
      'quiz-q',
      'one-text-2',
    ]);
    expect(merge(edition(first), edition(shorter)).cells).toEqual(
      shorter.map(({ id, source }) => [id, source]),
    );
  });

  test('a cell that its reader took out stays away, until it is another', () => {
    const old = worked(edition(first), (raw) => {
      raw.cells = raw.cells.filter(({ id }) => id !== 'one-text-1' && id !== 'one-text-2');
    });
    const { byId } = merge(old, edition(second));
    expect(byId['one-text-2']).toBeUndefined();
    expect(byId['one-text-1']).toBe('A better text.');
  });

  test('a starter never comes back over an answer that stands in a cell of its reader’s', () => {
    const renewed = second.map((cell) =>
      cell.id === 'exercise-f' ? { ...cell, source: `// new\n${starter}` } : cell,
    );
    const old = worked(edition(first), (raw) => {
      addAfter('one-text-1', code('77777777', mine))(raw);
      raw.cells = raw.cells.filter(({ id }) => id !== 'exercise-f');
    });
    const { byId } = merge(old, edition(renewed));
    expect(byId['exercise-f']).toBeUndefined();
    expect(byId['77777777']).toBe(mine);
  });
});

describe('notebooks that know less', () => {
  const plain = (notebook: string): string =>
    worked(notebook, (raw) => {
      raw.metadata = { gradus: { lesson: '01-a-sample', version: 1 } };
    });

  test('of an earlier day: answers stay, texts and checks are renewed', () => {
    const old = plain(worked(edition(first), answer({ 'exercise-f': mine, 'one-text-1': 'x' })));
    const { byId, changes } = merge(old, edition(second));
    expect(byId['exercise-f']).toBe(mine);
    expect(byId['one-text-1']).toBe('A better text.');
    // Whether the starter was another is not known.
    expect(changes).toEqual([{ kind: 'conflict', cell: 'f' }]);
  });

  test('without ids, marks say which cell it is', () => {
    const old = worked(edition(first), (raw) => {
      answer({ 'exercise-f': mine })(raw);
      for (const cell of raw.cells) delete cell.id;
    });
    const { cells, kept } = merge(old, edition(second));
    expect(kept.answers).toBe(1);
    expect(cells.filter(([, source]) => source === mine)).toEqual([['exercise-f', mine]]);
    expect(new Set(cells.map(([id]) => id)).size).toBe(cells.length);
  });

  test.each([
    ['twice the same id', 'exercise-f'],
    ['an id that is none', 'a b'],
    ['an id that is too long', 'x'.repeat(90)],
  ])('%s: nothing is lost, and ids are valid', (_name, id) => {
    const old = worked(edition(first), (raw) => {
      answer({ 'exercise-f': mine })(raw);
      addAfter('check-f', code(id, 'f(1);'))(raw);
    });
    const { cells } = merge(old, edition(second));
    expect(cells.map(([, source]) => source)).toEqual(expect.arrayContaining([mine, 'f(1);']));
    for (const [one] of cells) expect(one).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(new Set(cells.map(([one]) => one)).size).toBe(cells.length);
  });
});

describe('renamed exercises', () => {
  const renewed = second.map((cell) =>
    cell.id === 'exercise-f'
      ? exercise('double', starter.replaceAll(' f(', ' double('))
      : cell.id === 'check-f'
        ? check('double')
        : cell,
  );
  const renames = renamesFrom(1, [
    { to: 2, exercises: { f: 'double' }, arguments: {}, removed: [], cells: {} },
  ]);

  test('the answer stands in the new cell and has the new name too', () => {
    const old = worked(edition(first), answer({ 'exercise-f': mine }));
    const { byId, changes } = merge(old, edition(renewed, { version: 2 }), renames);
    expect(byId['exercise-double']).toBe(`${mine}\nconst double = f;`);
    expect(byId['exercise-f']).toBeUndefined();
    expect(changes.map(({ kind }) => kind)).toEqual(['renamed', 'conflict']);
  });

  test('an untouched one is the new starter', () => {
    const { cells } = merge(edition(first), edition(renewed, { version: 2 }), renames);
    expect(cells).toEqual(renewed.map(({ id, source }) => [id, source]));
  });
});

test('whatever is edited, added and taken out: nothing of the reader’s is lost, and a second time changes nothing', () => {
  const ids = first.map(({ id }) => id);
  const edits = fc.dictionary(fc.constantFrom(...ids), fc.string({ minLength: 3 }), { maxKeys: 6 });
  const added = fc.array(fc.tuple(fc.constantFrom(...ids), fc.string({ minLength: 3 })), {
    maxLength: 6,
  });
  const gone = fc.subarray(ids, { maxLength: 3 });
  const news = fc.dictionary(fc.constantFrom(...ids), fc.string(), { maxKeys: 6 });
  fc.assert(
    fc.property(edits, added, gone, news, (edited, own, taken, changed) => {
      const old = worked(edition(first), (raw) => {
        answer(edited)(raw);
        for (const [i, [id, source]] of own.entries()) addAfter(id, code(`own-${i}`, source))(raw);
        raw.cells = raw.cells.filter(({ id }) => !taken.includes(String(id)));
      });
      const fresh = edition(
        first.map((cell) => ({ ...cell, source: changed[cell.id] ?? cell.source })),
      );
      const { cells, notebook } = merge(old, fresh);
      const sources = cells.map(([, source]) => source);
      for (const [, source] of own) expect(sources).toContain(source);
      for (const [id, source] of Object.entries(edited)) {
        if (!taken.includes(id)) expect(sources).toContain(source);
      }
      const edition2 = handedOutOf(notebook.rest.metadata);
      const again = mergeNotebook(notebook, parseImported(fresh), edition2);
      const kept = again.notebook.cells.filter(({ rest }) => !String(rest.id).startsWith('new-'));
      const before = notebook.cells.filter(({ rest }) => !String(rest.id).startsWith('new-'));
      expect(kept).toEqual(before);
    }),
  );
});
