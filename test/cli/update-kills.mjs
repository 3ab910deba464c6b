/**
 * `gradus update` as it is built, which SIGKILL ends at its n-th change of the disk.
 *
 *     node test/cli/update-kills.mjs N WORKSPACE BUNDLE NOTEBOOK…
 */
import { promises as fs } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const [n, workspace = '', bundle = '', ...notebooks] = process.argv.slice(2);
let left = Number(n);
const maybeEnd = () => {
  left--;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};

for (const name of /** @type {const} */ (['rename', 'copyFile'])) {
  const real = /** @type {(...args: any[]) => Promise<any>} */ (fs[name]);
  Object.assign(fs, {
    async [name](/** @type {any[]} */ ...args) {
      maybeEnd();
      const done = await real(...args);
      maybeEnd();
      return done;
    },
  });
}
const { open } = fs;
Object.assign(fs, {
  async open(/** @type {any[]} */ ...args) {
    const handle = await /** @type {(...args: any[]) => Promise<any>} */ (open)(...args);
    if (!String(args[1]).includes('w')) return handle;
    maybeEnd();
    const { writeFile } = handle;
    handle.writeFile = async (/** @type {string | Buffer} */ content) => {
      // A file that is half there.
      const bytes = Buffer.from(content);
      await handle.write(bytes.subarray(0, bytes.length >> 1));
      maybeEnd();
      await writeFile.call(handle, bytes.subarray(bytes.length >> 1));
      maybeEnd();
    };
    return handle;
  },
});
syncBuiltinESMExports();

const built = new URL('../../dist/autograder/update/', import.meta.url);
const { editionsIn } = await import(new URL('editions.js', built).href);
const { updateWorkspace } = await import(new URL('update.js', built).href);
const lessons = await editionsIn(bundle);
const backup = join(workspace, '.gradus', 'backup', String(process.pid));
await updateWorkspace({ workspace, notebooks, lessons, language: 'en', backup, dryRun: false });
