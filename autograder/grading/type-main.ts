/** The process that checks types, several notebooks at a time. */
import { parseCells } from '../submission/slice.js';
import { createTypeChecker } from '../submission/type-check.js';
import { join, split } from './frames.js';
import { serve } from './serve.js';
import { fromBytes } from './submission.js';
import { diagnosticsToBytes } from './type-diagnostics.js';

let check: ReturnType<typeof createTypeChecker> | undefined;

serve({
  async check({ root, lengths }: { root: string; lengths: number[] }, body: Uint8Array) {
    check ??= createTypeChecker(root);
    const notebooks = split(body, lengths).map((bytes) => fromBytes(bytes).notebook);
    const found = check(notebooks.map((notebook) => (notebook ? parseCells(notebook) : [])));
    const joined = join(found.map(diagnosticsToBytes));
    return { value: { lengths: joined.lengths }, body: joined.body };
  },
});
