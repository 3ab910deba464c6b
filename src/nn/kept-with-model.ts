/** What is made once for a model, such as a captured step, and freed with it. */

interface Freed {
  dispose(): void;
}

const all = new WeakMap<object, Map<string, Freed>>();

/**
 * What is kept with a model under a name; made where there is none yet.
 *
 * @param model whose `dispose` frees it
 */
export function keptWithModel<Kept extends Freed>(
  model: object,
  name: string,
  make: () => Kept,
): Kept {
  const kept = all.get(model) ?? new Map<string, Freed>();
  all.set(model, kept);
  const found = (kept.get(name) as Kept | undefined) ?? make();
  kept.set(name, found);
  return found;
}

/** Frees all that is kept with a model; asked for again, it is made anew. */
export function freeKeptWith(model: object): void {
  for (const one of all.get(model)?.values() ?? []) one.dispose();
  all.delete(model);
}
