import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { asCalled, calledAs } from './called.js';

const folder = mkdtempSync(join(tmpdir(), 'gradus-called-'));
afterAll(() => rmSync(folder, { recursive: true }));
const installed = join(folder, 'lib', 'node_modules', 'gradus');
const cli = join(installed, 'cli.js');
mkdirSync(installed, { recursive: true });
writeFileSync(cli, '');
const link = (bin: string): string => {
  mkdirSync(bin, { recursive: true });
  symlinkSync(cli, join(bin, 'gradus'));
  return join(bin, 'gradus');
};
const global = link(join(folder, 'bin'));
const local = link(join(folder, 'project', 'node_modules', '.bin'));

test('a clone has `npm run gradus --`, a global install `gradus`, any other `npx gradus`', () => {
  expect(calledAs({})).toBe('npm run gradus --');
  const PATH = `/usr/bin:${join(folder, 'bin')}`;
  expect(calledAs({ PATH }, global, installed)).toBe('gradus');
  expect(calledAs({ PATH: '/usr/bin' }, global, installed)).toBe('npx gradus');
  const npx = `${join(folder, 'project', 'node_modules', '.bin')}:/usr/bin`;
  expect(calledAs({ PATH: npx }, local, installed)).toBe('npx gradus');
  expect(calledAs({ PATH: npx, GRADUS_CALLED_AS: 'my gradus' }, local, installed)).toBe(
    'my gradus',
  );
});

test('every command in a sentence is said so', () => {
  expect(asCalled('Run `gradus grade` first; `gradus --help` lists them.', 'npx gradus')).toBe(
    'Run `npx gradus grade` first; `npx gradus --help` lists them.',
  );
});
