/** `gradus release`: the bundles for students and for instructors. */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { release } from '../release/release.js';
import { plainText } from '../results/plain-text.js';
import { UsageError } from '../results/types.js';
import { asCalled, calledAs } from './called.js';

/** @returns 0 when both bundles were written, 1 when the student's holds what it must not */
export async function releaseCommand(out: string, m: Messages): Promise<number> {
  const root = packageRoot();
  if (!existsSync(join(root, '.git'))) throw new UsageError('release-repository-only');
  const { bundles, findings, texts } = await release(root, resolve(out));
  for (const { where, of, excerpt } of findings) {
    console.error(plainText(m.cli.releaseFinding({ where, ...of, excerpt })));
  }
  if (findings.length > 0) {
    const sentence = asCalled(m.cli.releaseRefused({ n: findings.length }), calledAs());
    console.error(m.cli.error({ sentence }));
    return 1;
  }
  console.log(m.cli.releaseClean({ texts }));
  for (const { path, files } of bundles) {
    console.log(m.cli.released({ path: relative(process.cwd(), path), files }));
  }
  return 0;
}
