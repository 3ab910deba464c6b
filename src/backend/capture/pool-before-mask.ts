/** Less work for the gradient of a maximum pool over a ReLU. */
import type { RecordedOp, RecordedUpdate } from './recorder.js';

type Event = RecordedOp | RecordedUpdate;

/**
 * `ReluGrad(MaxPoolGrad(a, p, dy), a)` as `MaxPoolGrad(a, p, ReluGrad(dy, p))`, the same to the last
 * bit: a gradient reaches the place of the maximum, and the mask there is that of the maximum
 * itself. So the mask is applied to the pooled size, a quarter of the other with pools of 2 × 2.
 *
 * @param outputs ids that the step gives or assigns, which must stay what they are
 */
export function maskBeforePool(
  events: readonly Event[],
  outputs: ReadonlySet<number>,
): readonly Event[] {
  const makers = new Map<number, { op: RecordedOp; at: number }>();
  const uses = new Map<number, number>();
  for (const [at, event] of events.entries()) {
    for (const input of event.inputs) {
      const id = typeof input === 'number' ? input : input.before;
      uses.set(id, (uses.get(id) ?? 0) + 1);
    }
    if (event.kind === 'op') for (const { id } of event.outputs) makers.set(id, { op: event, at });
  }
  const changed = [...events];
  for (const [at, mask] of events.entries()) {
    if (mask.kind !== 'op' || mask.name !== 'ReluGrad') continue;
    const [routed, features] = mask.inputs as [number, number];
    const pool = makers.get(routed);
    if (pool?.op.name !== 'MaxPoolGrad' || pool.op.inputs[0] !== features) continue;
    const [, pooled, dy] = pool.op.inputs as [number, number, number];
    const forward = makers.get(pooled)?.op;
    if (forward?.name !== 'MaxPool' || forward.inputs[0] !== features) continue;
    if (uses.get(routed) !== 1 || outputs.has(routed)) continue;
    const shape = forward.outputs[0]?.shape ?? [];
    const small = pool.op.outputs.map((output) => ({ ...output, shape }));
    changed[pool.at] = { ...mask, inputs: [dy, pooled], outputs: small };
    changed[at] = { ...pool.op, inputs: [features, pooled, routed], outputs: mask.outputs };
  }
  return changed;
}
