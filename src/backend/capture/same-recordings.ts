/** Whether two steps did the same: only what is equal in both may become part of a graph. */
import type { OpAttribute } from './native-backend.js';
import type { Reason } from './reason.js';
import type { RecordedOp, RecordedUpdate, Recording, Upload } from './recorder.js';

type Event = RecordedOp | RecordedUpdate;

const sameNumbers = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
};

function sameAttributes(a: readonly OpAttribute[], b: readonly OpAttribute[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sameUpload(a: Upload, b: Upload): boolean {
  return a.dtype === b.dtype && sameNumbers(a.shape, b.shape) && sameNumbers(a.values, b.values);
}

function indexOf(ids: Iterable<number>): Map<number, number> {
  return new Map([...ids].map((id, index) => [id, index] as const));
}

/** An operation, with the layer that ran it where it is known. */
function label(event: Event): string {
  return event.kind === 'op' && event.layer !== undefined
    ? `${event.name} (${event.layer})`
    : event.name;
}

/**
 * The first thing that two recordings of a step do differently.
 *
 * @returns undefined when the second repeats the first, so that either may be replayed
 */
export function difference(a: Recording, b: Recording): Reason | undefined {
  const partner = new Map<number, number>();
  const inputsA = indexOf(a.inputs);
  const inputsB = indexOf(b.inputs);
  const stepInputsA = indexOf(a.stepInputs.keys());
  const stepInputsB = indexOf(b.stepInputs.keys());
  const other = (op: string): Reason => ({ code: 'other-ops', params: { op } });

  /** Whether two ids stand for the same thing; what comes from outside the step is looked up. */
  const same = (idA: number, idB: number, op: string): Reason | undefined => {
    const known = partner.get(idA);
    if (known !== undefined) return known === idB ? undefined : other(op);
    partner.set(idA, idB);
    const [uploadA, uploadB] = [a.uploads.get(idA), b.uploads.get(idB)];
    if (uploadA !== undefined && uploadB !== undefined) {
      return sameUpload(uploadA, uploadB) ? undefined : { code: 'changing-value', params: { op } };
    }
    const input = inputsA.get(idA);
    if (input !== undefined) return input === inputsB.get(idB) ? undefined : other(op);
    const stepInput = stepInputsA.get(idA);
    if (stepInput !== undefined) return stepInput === stepInputsB.get(idB) ? undefined : other(op);
    const variable = a.variables.get(idA);
    if (variable !== undefined) return variable === b.variables.get(idB) ? undefined : other(op);
    const outside = a.outside.get(idA);
    if (outside !== undefined && outside.dataId === b.outside.get(idB)?.dataId) return undefined;
    return other(op);
  };

  const sameEvent = (x: Event, y: Event): Reason | undefined => {
    if (x.name !== y.name || x.inputs.length !== y.inputs.length) return other(label(x));
    if (!sameAttributes(x.attributes, y.attributes)) return other(label(x));
    for (const [i, left] of x.inputs.entries()) {
      const right = y.inputs[i] as typeof left;
      if (typeof left === 'number' && typeof right === 'number') {
        const found = same(left, right, label(x));
        if (found !== undefined) return found;
      } else if (typeof left === 'number' || typeof right === 'number') {
        return other(label(x));
      } else {
        if (left.variable !== right.variable) return other(label(x));
        const found = same(left.before, right.before, label(x));
        if (found !== undefined) return found;
        partner.set(left.after, right.after);
      }
    }
    if (x.kind === 'update' || y.kind === 'update') {
      return x.kind === y.kind ? undefined : other(label(x));
    }
    if (x.outputs.length !== y.outputs.length) return other(label(x));
    for (const [i, left] of x.outputs.entries()) {
      const right = y.outputs[i] as typeof left;
      if (left.dtype !== right.dtype || !sameNumbers(left.shape, right.shape)) {
        return { code: 'changing-shape', params: { op: label(x) } };
      }
      partner.set(left.id, right.id);
    }
    return undefined;
  };

  for (const [i, event] of a.events.entries()) {
    const twin = b.events[i];
    const found = twin === undefined ? other(label(event)) : sameEvent(event, twin);
    if (found !== undefined) return found;
  }
  const extra = b.events[a.events.length];
  if (extra !== undefined) return other(label(extra));
  // All of them are read before a replay, used or not.
  if (a.stepInputs.size !== b.stepInputs.size) return other('step input');
  if (a.assigned.size !== b.assigned.size) return other('Assign');
  for (const [variable, id] of a.assigned) {
    const found = same(id, b.assigned.get(variable) ?? -1, 'Assign');
    if (found !== undefined) return found;
  }
  if (a.outputs.length !== b.outputs.length) return other('output');
  for (const [i, id] of a.outputs.entries()) {
    const found = same(id, b.outputs[i] ?? -1, 'output');
    if (found !== undefined) return found;
  }
  return undefined;
}
