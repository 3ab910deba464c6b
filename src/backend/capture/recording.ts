/** Whether the step that runs now is written down as it runs. */
let recording = false;

/**
 * Whether the step that runs now becomes a graph. Then an operation may take the form that is best
 * in a graph, where operations cost little and run side by side; it must give the same numbers.
 */
export function isRecording(): boolean {
  return recording;
}

/** Runs `work` as (part of) a step that is recorded. */
export function whileRecording<T>(work: () => T): T {
  const before = recording;
  recording = true;
  try {
    return work();
  } finally {
    recording = before;
  }
}
