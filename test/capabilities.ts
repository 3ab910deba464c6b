/**
 * Tests that need more than Node: they run where the capability can be had, and are skipped, with
 * the remedy listed at the end, where it cannot. In CI a skip that nobody allowed fails (reporter.ts).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { answersFolder } from './run-id.js';

export type Capability =
  | 'native'
  | 'wasm'
  | 'python'
  | 'jupyter'
  | 'browser'
  | 'bubblewrap'
  | 'unshare'
  | 'podman'
  | 'docker'
  | 'plain-uid';

/** What one check of `gradus doctor` found. */
export interface Finding {
  ok: boolean;
  detail: string;
  remedy?: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));
function ask(check: string): Finding {
  const folder = answersFolder();
  const file = join(folder, `${check}.json`);
  if (!existsSync(file)) {
    const script = join(root, 'src', 'setup', 'probe-capability.mjs');
    const answer = execFileSync(process.execPath, [script, check], { encoding: 'utf8' });
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, answer);
    renameSync(`${file}.${process.pid}`, file);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Finding;
}

/** Whether a capability is there, and if not, what to do about it. */
export function capability(name: Capability): Finding {
  const found = ask(name);
  // Notebooks need the kernel beside JupyterLab.
  return name === 'jupyter' && found.ok ? ask('kernel') : found;
}

/** The end of the name of a skipped suite; the reporter reads it. */
export function skipMark(name: Capability, { detail, remedy }: Finding): string {
  const said = `${detail}${remedy === undefined ? '' : `; to mend: ${remedy}`}`;
  return ` [needs ${name}: ${said.replace(/[[\]]/g, '')}]`;
}

/** `describe` where the capability is there; else the same tests, skipped. */
export function describeIf(name: Capability, title: string, body: () => void): void {
  const found = capability(name);
  if (found.ok) describe(title, body);
  else describe.skip(`${title}${skipMark(name, found)}`, body);
}
