/** What `run_notebook.py` writes. */
import type { Output } from '../../outputs.js';
import type { ProbeAnswer } from './preload-main.js';

export interface AnsweredCell {
  id: string;
  seconds: number;
  /** That of the protocol's reply; of a cell that got none, how the run ended. */
  status: string;
  outputs: Output[];
}

export interface Answer {
  seconds: number;
  cells: AnsweredCell[];
  end: 'done' | 'error' | 'timeout' | 'dead';
  /** The cell that was at work when the run ended early. */
  at: string | null;
  said: string;
  /** Null where the kernel was gone. */
  probe: ProbeAnswer | null;
  /** Text to stderr that came after its cell had ended. */
  strays: { id: string | null; text: string }[];
  /** What the kernel's process wrote to its own stderr. */
  written: string;
}
