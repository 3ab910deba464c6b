/** The class secret: a file only its owner can read, made once and never overwritten. */
import { createHash, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { makeFolder } from '../../src/runtime/make-folder.js';
import { seedId } from '../results/seed-id.js';
import { UsageError } from '../results/types.js';

/** The example class's secret stands in a public repository, so it is made from a public sentence. */
export const exampleSecret = (): Uint8Array =>
  createHash('sha256').update('gradus example class, public').digest();

/** @throws UsageError `secret-missing`, `secret-open`, `secret-malformed` */
export async function readSecret(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r').catch(() => {
    throw new UsageError('secret-missing', { path });
  });
  try {
    const { mode } = await file.stat();
    // Windows has no such bits: Node makes them up there.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new UsageError('secret-open', { path, mode: (mode & 0o777).toString(8) });
    }
    const text = (await file.readFile('utf8').catch(() => '')).trim();
    if (!/^(?:[0-9a-f]{2}){32,}$/i.test(text)) throw new UsageError('secret-malformed', { path });
    return Buffer.from(text, 'hex');
  } finally {
    await file.close();
  }
}

/**
 * `gradus secret`: 32 random bytes as hex, mode 0600.
 *
 * @throws UsageError `secret-inside` where it would lie among files that are handed on
 */
export async function secretCommand(path: string, m: Messages): Promise<number> {
  const way = relative(packageRoot(), resolve(path));
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) {
    throw new UsageError('secret-inside', { path, root: packageRoot() });
  }
  const secret = randomBytes(32);
  const cannotWrite = (detail: string) => new UsageError('cannot-write', { path, detail });
  await makeFolder(dirname(path), 0o700).catch(({ code = '' }: NodeJS.ErrnoException) => {
    // A file stands where the folder would be made.
    throw cannotWrite(code === 'EEXIST' ? 'ENOTDIR' : code);
  });
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new UsageError('secret-exists', { path });
    throw cannotWrite(error.code ?? error.message);
  });
  try {
    await file.writeFile(`${secret.toString('hex')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  console.log(m.cli.secretMade({ path, seedId: seedId(secret) }));
  return 0;
}
