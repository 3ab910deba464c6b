/**
 * The end of `npm test`: what was skipped and how to have it, and one plain line of counts.
 *
 * With CI=true a skip that `.ci/allowed-skips` does not name fails the run: a capability that
 * vanished from the machine must not turn into silence.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { answersFolder } from './run-id.js';

const root = join(import.meta.dirname, '..');

/** A skipped test: what it needs, where that is known. */
interface Skip {
  name: string;
  needs?: string;
  detail?: string;
}

export function readSkip(fullName: string): Skip {
  const match = /\[needs (\w+): ([^\]]*)\]/.exec(fullName);
  if (match === null) return { name: fullName };
  return { name: fullName, needs: match[1] as string, detail: match[2] as string };
}

/** Names in an allowed-skips file: a capability or a test's full name, a line each; # comments. */
export function parseAllowed(text: string): Set<string> {
  return new Set(
    text
      .split('\n')
      .map((line) => line.replace(/#.*$/, '').trim())
      .filter((line) => line !== ''),
  );
}

/** Skips that nobody allowed. */
export function forbidden(skips: readonly Skip[], allowed: ReadonlySet<string>): Skip[] {
  return skips.filter(({ name, needs }) => !allowed.has(needs ?? name));
}

/**
 * Whether a run by `-t` asked for a test. vitest marks the others as skipped, and matches the pattern
 * against the names of suites and test joined by blanks.
 */
export function askedFor(fullName: string, pattern: RegExp | undefined): boolean {
  return pattern === undefined || pattern.test(fullName.replaceAll(' > ', ' '));
}

/** One line for each missing capability and each test skipped for another reason. */
export function skipLines(skips: readonly Skip[]): string[] {
  const groups = new Map<string, { count: number; detail: string }>();
  for (const { name, needs, detail = '' } of skips) {
    const key = needs ?? name;
    groups.set(key, { count: (groups.get(key)?.count ?? 0) + 1, detail });
  }
  return [...groups].map(
    ([key, { count, detail }]) =>
      `  ${key}: ${count} ${count === 1 ? 'test' : 'tests'}${detail === '' ? '' : ` (${detail})`}`,
  );
}

/** The files that took longest, a line each: where a run that has grown too long is to be cut. */
export function slowestLines(
  files: readonly { readonly file: string; readonly milliseconds: number }[],
  count = 12,
): string[] {
  const seconds = (milliseconds: number): number => Math.round(milliseconds / 1000);
  return files
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, count)
    .map(({ file, milliseconds }) => `  ${seconds(milliseconds)} s  ${file}`);
}

function allowedSkips(): Set<string> {
  const file = join(root, '.ci', 'allowed-skips');
  return existsSync(file) ? parseAllowed(readFileSync(file, 'utf8')) : new Set();
}

export default class GradusReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const pattern = modules[0]?.project.vitest.getGlobalTestNamePattern();
    const cases: TestCase[] = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter((one) => askedFor(one.fullName, pattern));
    const count = (state: string): number =>
      cases.filter((one) => one.result().state === state).length;
    const skips = cases
      .filter((one) => one.result().state === 'skipped')
      .map((one) => readSkip(one.fullName));
    // A file that does not load has no tests to count.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;

    const lines: string[] = [];
    if (modules.length > 100) {
      const files = modules.map((module) => ({
        file: module.relativeModuleId,
        milliseconds: module.diagnostic().duration,
      }));
      lines.push('Longest files:', ...slowestLines(files));
    }
    if (skips.length > 0) lines.push('Skipped on this machine:', ...skipLines(skips));
    if (process.env.CI === 'true') {
      const stopping = forbidden(skips, allowedSkips());
      if (stopping.length > 0) {
        lines.push('Not allowed in CI (.ci/allowed-skips):', ...skipLines(stopping));
        process.exitCode = 1;
      }
    }
    lines.push(
      `${count('passed')} passed, ${count('failed') + broken} failed, ${skips.length} skipped`,
    );
    rmSync(answersFolder(), { recursive: true, force: true });
    // After the summary of the default reporter, which prints in the same event.
    setImmediate(() => console.log(`\n${lines.join('\n')}`));
  }
}
