/** How the process behind a driver ended, as the judge's side saw it. */
import type { BreachCode, Issue, Verdict } from './verdict.js';

/** The process behind a driver is gone, or must go. */
export interface Ended {
  kind: 'ended';
  verdict: Verdict;
  issue: Issue;
}

/** What is not in the protocol ends the test. */
export function tampered(detail: BreachCode): Ended {
  return { kind: 'ended', verdict: 'tampered', issue: { code: 'tampered', params: { detail } } };
}

export function timedOut(ms: number): Ended {
  return { kind: 'ended', verdict: 'timeout', issue: { code: 'timeout', params: { ms } } };
}
