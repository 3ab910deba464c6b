/**
 * Blackboard's download of an assignment: files `<assignment>_<user>_attempt_<time>_<file>`, and for
 * each attempt a `<assignment>_<user>_attempt_<time>.txt` that names the user and their files.
 *
 * Names of users and assignments may hold underscores themselves: whose attempt it is, all that
 * stands before `_attempt_` says, so that no two students become one; the `.txt` says which part of
 * it is the user.
 */
import type { HandedInFile } from './handed.js';
import type { Tree, TreeNode } from './tree.js';

export const blackboardName = /^(.+)_attempt_(\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(.+)|(\.txt))$/u;

const mostBytes = 256 * 1024;

/** All attempts; what carries no such name is left to `unknown`. */
export async function byBlackboard(
  tree: Tree,
  root: readonly string[],
  nodes: readonly TreeNode[],
  unknown: (name: string) => HandedInFile | undefined,
): Promise<HandedInFile[]> {
  const users = new Map<string, string>();
  for (const { name, kind } of nodes) {
    const [, before, , , isReceipt] = blackboardName.exec(name) ?? [];
    if (before === undefined || isReceipt === undefined || kind !== 'file') continue;
    if (users.has(before)) continue;
    const user = await userIn(tree, [...root, name]);
    if (user !== undefined && before.endsWith(`_${user}`)) users.set(before, user);
  }
  return nodes.flatMap(({ name, kind }): HandedInFile[] => {
    const [, before, time = '', file] = blackboardName.exec(name) ?? [];
    if (before === undefined || kind !== 'file') return [unknown(name) ?? []].flat();
    const student = users.get(before) ?? before.slice(before.lastIndexOf('_') + 1);
    const at = Number(time.replaceAll('-', ''));
    return [
      {
        student,
        key: `blackboard ${before}`,
        path: [...root, name],
        kind: 'file',
        fileName: file ?? name,
        order: [at, 0, name],
        notices: [],
      },
    ];
  });
}

/** The first line is Blackboard's own, `Name: Ada Lovelace (alovelace)`; a comment stands below. */
async function userIn(tree: Tree, path: readonly string[]): Promise<string | undefined> {
  const text = await tree.read(path, mostBytes).then(String, () => '');
  return /^\ufeff?[^\n(]{0,200}\(([^()\n]{1,100})\)\s*$/m.exec(text.split('\n', 1)[0] ?? '')?.[1];
}
