import type { Issue, Verdict } from './verdict.js';

/** Ends a test with a verdict other than `passed`. Thrown and caught by the judge alone. */
export class Failure extends Error {
  readonly issue: Issue;

  constructor(
    code: Issue['code'],
    params: Issue['params'],
    details: Partial<Omit<Issue, 'code' | 'params'>> = {},
    readonly verdict: Exclude<Verdict, 'passed'> = 'failed',
  ) {
    super(code);
    this.issue = { code, params, ...details };
  }
}
