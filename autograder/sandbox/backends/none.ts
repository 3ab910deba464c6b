import { textOf } from '../../../src/messages/index.js';
import type { Backend } from '../backend.js';
import { rlimits } from '../rlimits.js';
import { nodeFlags } from '../runtime.js';

/** No walls at all, for `--unsafe-no-sandbox`: limits only. Every report says so. */
export function none(): Backend {
  return {
    name: 'none',
    mechanism: textOf(({ report }) => report.walls.none()),
    command: ({ node, blob }, limits) => {
      const args = [...rlimits(limits), node, ...nodeFlags, '--snapshot-blob', blob];
      return { file: args[0] as string, args: args.slice(1) };
    },
  };
}
