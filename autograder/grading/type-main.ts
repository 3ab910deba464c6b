/** The process that checks types, several notebooks at a time. */
import { parseCells } from '../submission/slice.js';
import { createTypeChecker } from '../submission/type-check.js';
import { join, split } from './frames.js';
import { serve, type Tools } from './serve.js';
import { fromBytes } from './submission.js';
import { diagnosticsToBytes } from './type-diagnostics.js';

/** What nearly every notebook begins with. */
const usual = {
  cells: [{ number: 1, id: undefined, source: "import { createRng, tf } from 'gradus';" }],
  texts: [],
  lesson: undefined,
};

let check: ReturnType<typeof createTypeChecker> | undefined;

serve({
  async bind({ root }: { root: string }, _: Uint8Array, tools: Tools) {
    tools.stage('bind');
    check ??= createTypeChecker(root);
    check([parseCells(usual)]);
    return {};
  },

  async check(
    { root, lengths }: { root: string; lengths: number[] },
    body: Uint8Array,
    tools: Tools,
  ) {
    check ??= createTypeChecker(root);
    // Should this process be ended, it is known at which notebook.
    const notebooks = split(body, lengths).map((bytes, i) => {
      tools.stage(`parse ${i}`);
      const { notebook } = fromBytes(bytes);
      return notebook ? parseCells(notebook) : [];
    });
    tools.stage('bind');
    const found = check(notebooks, (i) => tools.stage(`check ${i}`));
    const joined = join(found.map(diagnosticsToBytes));
    return { value: { lengths: joined.lengths }, body: joined.body };
  },
});
