/** `gradus doctor`: one table of what works here, what does not, and the command that mends it. */
import { pathToFileURL } from 'node:url';
import { checks } from './checks.mjs';
import { isBundle, isClone, setupCommand } from './root.mjs';

/** Without these nothing works at all; grading needs one of the sandboxes. */
const VITAL = ['node', 'npm', 'build'];
const SANDBOXES = ['bubblewrap', 'unshare', 'podman', 'docker', 'plain-uid'];

/** JupyterLab comes with the repository and in a bundle, the end-to-end tests with the former. */
const ELSEWHERE = [...(isBundle ? [] : ['jupyter', 'kernel']), 'browser'];

/** @param {string[][]} rows */
export function table(rows) {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * Tries everything and prints the table.
 *
 * @returns {Promise<number>} 0 when lessons can be graded, 1 when something vital is missing
 */
export async function doctor() {
  const names = Object.keys(checks).filter((name) => isClone || !ELSEWHERE.includes(name));
  const findings = new Map();
  // Two at a time: each starts processes of its own.
  const queue = [...names];
  const worker = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const finding = await checks[name]?.check().catch((error) => ({
        ok: false,
        detail: String(error?.message ?? error).split('\n')[0],
        remedy: setupCommand,
      }));
      findings.set(name, finding);
    }
  };
  await Promise.all([worker(), worker()]);

  const rows = names.map((name) => {
    const { ok, detail, remedy } = findings.get(name);
    const { title = name, lost = '' } = checks[name] ?? {};
    return [
      ok ? 'ok' : '--',
      title,
      detail.slice(0, 70),
      ok ? '' : `${remedy} (without it: ${lost})`,
    ];
  });
  console.log(table([['', 'what', 'found', 'to mend'], ...rows]));

  const works = (/** @type {string} */ name) => findings.get(name)?.ok === true;
  return VITAL.every(works) && SANDBOXES.some(works) ? 0 : 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await doctor();
}
