import { expect, test } from 'vitest';
import { readLayout } from './layout.js';
import type { Tree } from './tree.js';

/** A tree of paths; nothing in it is read. */
function treeOf(...paths: string[]): Tree {
  const all = paths.map((path) => path.split('/'));
  return {
    list: async (at) => {
      const kinds = new Map<string, 'folder' | 'file'>();
      for (const path of all) {
        const name = path[at.length];
        if (name === undefined || at.some((segment, i) => path[i] !== segment)) continue;
        kinds.set(name, path.length > at.length + 1 ? 'folder' : 'file');
      }
      return [...kinds].map(([name, kind]) => ({ name, kind }));
    },
    read: async () => Buffer.from(''),
    chunks: async function* () {},
    show: (path) => path.join('/'),
  };
}

const students = async (...paths: string[]) =>
  (await readLayout(treeOf(...paths), undefined)).handed.map(({ student }) => student);

test('what a student can name does not choose the layout', async () => {
  // The names of files inside folders, and of a folder that only looks like a download's.
  expect(
    await students('ada/submission_metadata.yml', 'ada/submission_1/x.ipynb', 'bob/x.ipynb'),
  ).toEqual(['ada', 'bob']);
  expect(await students('ada/eve_1_2_x.ipynb', 'bob/Eve_3_assignsubmission_file_/x.ipynb')).toEqual(
    ['ada', 'bob'],
  );
});

test('a file named as Canvas does, beside folders, is no download of Canvas', async () => {
  const { handed, notices } = await readLayout(treeOf('ada/x.ipynb', 'eve_1_2_x.ipynb'), undefined);
  expect(handed.map(({ student }) => student)).toEqual(['ada']);
  expect(notices).toEqual([{ code: 'outside-folders', params: { name: 'eve_1_2_x.ipynb' } }]);
});

test('one folder is gone into only when it cannot be a student', async () => {
  expect(await students('class/ada/x.ipynb', 'class/bob/x.ipynb')).toEqual(['ada', 'bob']);
  expect(await students('ada/x.ipynb', 'ada/data/y.csv', 'ada/old/z.ipynb')).toEqual(['ada']);
  expect(await students('ada/work/x.ipynb')).toEqual(['ada']);
  expect(await students('download/boole_1_2_x.ipynb')).toEqual(['boole_1']);
});
