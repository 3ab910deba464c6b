/**
 * The thread that hears the stop button when the notebook's own is busy.
 *
 * It waits inside a `vm` call that SIGINT ends, the one way to hear a signal outside the main
 * thread, and raises the flag that cells ask for. It keeps the time limit of a check as well.
 */
import { Session } from 'node:inspector';
import vm from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { stopFlag } from './stop-flag.js';
import { type StopMemory, slots } from './stop-memory.js';

const { state, deadline } = workerData as StopMemory;

/** So many presses without an answer end what runs by force, in code that never asks. */
const forceAfter = 3;

/** The inspector is heard in the midst of a loop; attached no longer than that, it slows nothing. */
function inMainThread(method: string, params: object = {}): void {
  const session = new Session();
  session.connectToMainThread();
  session.post(method, params);
  session.disconnect();
}

/** Waits until woken or until the time limit that is set has passed. */
function wait(): void {
  for (;;) {
    const seen = Atomics.load(state, slots.wake);
    const end = deadline[0] ?? 0;
    const left = end === 0 ? undefined : Math.max(0, end - Date.now());
    if (Atomics.wait(state, slots.wake, seen, left) === 'timed-out' && deadline[0] === end) {
      deadline[0] = 0;
      Atomics.store(state, slots.expired, 1);
      inMainThread('Runtime.evaluate', { expression: `${stopFlag} = 1` });
    }
  }
}

function pressed(): void {
  const presses = Atomics.add(state, slots.pressed, 1) + 1;
  inMainThread('Runtime.evaluate', { expression: `${stopFlag} = 1` });
  parentPort?.postMessage('stop');
  if (presses - Atomics.load(state, slots.heard) >= forceAfter) {
    inMainThread('Runtime.terminateExecution');
  }
}

/** Runs a function so that SIGINT ends it. */
function untilStopped(name: string, body: () => void): void {
  (globalThis as Record<string, unknown>)[name] = body;
  try {
    vm.runInThisContext(`${name}()`, { breakOnSigint: true });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error;
  }
}

// Two, one in the other: a signal between two waits would otherwise end the process.
function serve(): never {
  for (;;) {
    untilStopped('gradusWait', wait);
    pressed();
  }
}
for (;;) {
  untilStopped('gradusServe', serve);
  pressed();
}
