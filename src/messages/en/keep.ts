import type { Params } from '../params.js';

/** What `gradus keep` says, and what stands in the student's own package. */
export const keep = {
  kept: (p: Params) => `${p.exercise}: kept as ${p.file} in ${p.home}.`,
  misfit: (p: Params) =>
    `${p.exercise}: its types are not those of the exercise's signature, so later lessons run the library's version. Declare it as the signature has it, and keep it again.`,
  typeErrors: (p: Params) =>
    `${p.exercise}: it passes, but has a type error, so the types in its file are not checked: ${p.message}`,
  failed: (p: Params) =>
    `${p.exercise}: not kept, because ${p.passed} of ${p.total} visible tests pass. What was kept before stays. \`gradus check\` says what is wrong.`,
  notSolved: (p: Params) =>
    `${p.exercise}: not kept, because it is not solved yet. What was kept before stays.`,
  notAlone: (p: Params) =>
    `${p.exercise}: not kept, because it passes in the notebook and not by itself: it needs something that another cell does. Put what it needs into its own cell, save, and keep it again.`,
  none: (p: Params) =>
    `${p.lesson}: no exercise is solved in this notebook. Was it saved (Ctrl+S, on a Mac ⌘S)?`,
  use: (p: Params) =>
    `In another lesson \`const ${p.exercise} = kept('${p.exercise}', library.${p.exercise});\` runs yours.`,
  fileHead: (p: Params) =>
    `\`${p.exercise}\` of lesson ${p.lesson}, as it passed its visible tests. \`gradus keep\` writes this file anew.`,
  unchecked: 'it passes its tests and has type errors',
  indexHead: 'What you have kept; `gradus keep` writes this file anew.',
  readme: (p: { name: string }) => `# ${p.name}

Your own package: each exercise of the course that passed its visible tests and that you kept with \`gradus keep\`, in \`src\`: a folder for each lesson, a file for each exercise.

A later lesson takes yours with \`kept\`, and the library's version where there is none:

\`\`\`ts
import { kept } from 'gradus';
import * as library from 'gradus/scratch';

const means = kept('groupMeans', library.groupMeans);
\`\`\`

It is plain TypeScript: \`npx tsc\` in this folder compiles it to \`dist/\`. To change an exercise, change it in its notebook and keep it again; a file that was changed here is not used by \`kept\`, for nobody has tested it.
`,
};
