/**
 * Side doors to TensorFlow.js's engine that stand open in the driver's process alone, closed for good
 * when the driver is built.
 */
import * as core from '@tensorflow/tfjs-core';

/**
 * A getter that student code puts on `Object.prototype` is called on whatever lacks that property,
 * and `this` is the engine: so what leads to the engine inherits from no shared prototype.
 */
export function guardPrototypes(): void {
  const engine = core.engine() as unknown as Record<string, object | null>;
  const backend = core.backend() as unknown as Record<string, object>;
  const guarded = [engine, engine.state, engine.registry, engine.registryFactory, engine.ENV];
  for (const start of [...guarded, backend, backend.data]) {
    let link: object | null | undefined = start;
    while (link !== null && link !== undefined) {
      const next: unknown = Object.getPrototypeOf(link);
      if (next === Object.prototype) Object.setPrototypeOf(link, null);
      link = next === Object.prototype ? null : (next as object | null);
    }
  }
}

/** An inspector of its own process sees every variable of every function. */
const inspectors = ['inspector', 'inspector/promises'];

export const isInspector = (name: string): boolean =>
  inspectors.includes(name.replace(/^node:/, ''));

/** Node's own ways past `require`, with each use told; an inspector is not given. */
export function guardBuiltins(onBuiltin: (name: string) => void): void {
  const { getBuiltinModule } = process;
  const refused = (name: string): boolean => {
    if (!isInspector(name)) return false;
    onBuiltin('node:inspector');
    return true;
  };
  process.getBuiltinModule = ((name: string): unknown => {
    if (refused(name)) return undefined;
    const found: unknown = getBuiltinModule(name);
    if (found !== undefined) onBuiltin(`node:${name.replace(/^node:/, '')}`);
    return found;
  }) as typeof process.getBuiltinModule;
  const inside = process as unknown as { binding?: (name: string) => unknown };
  const { binding } = inside;
  if (binding === undefined) return;
  inside.binding = (name) => {
    if (refused(name)) throw new Error(`No such module: ${name}`);
    return binding(name);
  };
}
