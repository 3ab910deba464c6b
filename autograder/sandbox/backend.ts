/** A kind of walls around student code, and the command that starts Node behind them. */
import type { Wording } from '../../src/messages/text.js';
import type { IsolationBackend } from '../results/types.js';
import type { Limits } from './limits.js';
import type { Runtime } from './runtime.js';

export interface Backend {
  name: IsolationBackend;
  /** How the walls are made, e.g. `bubblewrap 0.8.0`. */
  mechanism: Wording;
  /**
   * Set where sandboxes that run at the same time could signal to each other, so that one that has
   * seen hidden inputs might tell one whose output a student gets: see `jobsBehind`.
   */
  oneAtATime?: true;
  /** False where an engine cannot hold limits, and only the parent's watch does. */
  holdsLimits?: false;
  /** The process started is the one whose tree is watched and killed. */
  command(runtime: Runtime, limits: Limits): Command;
}

export interface Command {
  file: string;
  args: string[];
  /**
   * A uid that only this sandbox has: what runs under it is watched, wherever it hangs in the tree.
   * The process started is then a guard that cleans up on SIGTERM.
   */
  uid?: number;
  /** The folder that is this uid's own. */
  place?: string;
  /**
   * Set when a container engine starts the sandbox, which is then not below the process started,
   * a guard like that of `uid`: its first process is known by this last argument.
   */
  marker?: string;
}

export interface BackendProbe {
  name: IsolationBackend;
  /** The backend when it stands; else why it does not. */
  backend?: Backend;
  reason?: Wording;
}

/** How many sandboxes with student code may run at the same time, of the number asked for. */
export const jobsBehind = ({ oneAtATime }: Pick<Backend, 'oneAtATime'>, jobs: number): number =>
  oneAtATime ? 1 : jobs;
