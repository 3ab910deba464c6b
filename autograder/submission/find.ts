/** The submissions of a class: one folder for each student, one notebook in each. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Notice } from '../gradebook/types.js';

export interface FoundSubmission {
  student: string;
  /** Absolute path of the notebook; undefined when the folder has none. */
  file: string | undefined;
  notices: Notice[];
}

/** Lists the students of a class by folder name. Links and hidden folders are no students. */
export async function findSubmissions(folder: string): Promise<FoundSubmission[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const students = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const found = await Promise.all(
    students.map(async ({ name: student }): Promise<FoundSubmission> => {
      const files = await readdir(join(folder, student), { withFileTypes: true }).catch(() => []);
      const notebooks = files
        .filter((entry) => entry.name.endsWith('.ipynb') && !entry.name.startsWith('.'))
        .map((entry) => entry.name)
        .sort();
      const chosen = notebooks.includes('lesson.ipynb') ? 'lesson.ipynb' : notebooks[0];
      const notices: Notice[] = [];
      if (chosen === undefined) notices.push({ code: 'empty-folder', params: {} });
      else if (notebooks.length > 1)
        notices.push({ code: 'several-notebooks', params: { kept: chosen } });
      return {
        student,
        file: chosen === undefined ? undefined : join(folder, student, chosen),
        notices,
      };
    }),
  );
  return found.sort((a, b) => (a.student < b.student ? -1 : 1));
}
