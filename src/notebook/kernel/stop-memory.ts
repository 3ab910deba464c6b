/** Memory that the notebook's thread shares with the one that hears the stop button. */

export interface StopMemory {
  state: Int32Array;
  /** When the running check's time is over, as `Date.now()` counts; 0 for none. */
  deadline: Float64Array;
}

/** Places in `state`. */
export const slots = {
  /** Changes when the thread should look at its deadline anew. */
  wake: 0,
  /** How often the button was pressed. */
  pressed: 1,
  /** How many presses the notebook's thread has heard. */
  heard: 2,
  /** 1 when the deadline has passed. */
  expired: 3,
} as const;

export function stopMemory(): StopMemory {
  return {
    state: new Int32Array(new SharedArrayBuffer(16)),
    deadline: new Float64Array(new SharedArrayBuffer(8)),
  };
}
