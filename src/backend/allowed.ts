/**
 * What of the library an exercise may use while it is tested: a usual set, and what the exercise adds
 * to it or takes away. All else of `tf` and `gradus` throws, so that what the library learns to do
 * never answers an old exercise.
 *
 * The sandbox and `check` use these same rules. Student code has the library through a guard, which
 * looks at each call, not at each import: a function that was kept from an earlier moment obeys the
 * rules of the present one. The library's own code has it without.
 */
import { messages } from '../messages/index.js';
import { engineNames, hideEngine, scopesOnly } from './engine-reach.js';
import { usual } from './usual-names.js';

/** Names as students know them (`tf.train`, `tf.softmax`, `gradus/vision`); each covers what is below it. */
export interface LibraryRules {
  /** Beside the usual set. */
  allow?: readonly string[] | undefined;
  /** Of the usual set, or of what `allow` covers. */
  deny?: readonly string[] | undefined;
}

/** Thrown by a library function that the exercise under test may not use. */
export class NotAllowedError extends Error {
  override name = 'NotAllowedError';
  readonly code = 'not-allowed';
  constructor(
    readonly exportName: string,
    rules: LibraryRules,
  ) {
    super(refusal(exportName, rules));
  }
}

function refusal(name: string, { allow = [], deny = [] }: LibraryRules): string {
  const said = messages().library.allowed;
  const listed = (names: readonly string[]): string =>
    names.length > 12 ? said.others({ names: names.slice(0, 12).join(', ') }) : names.join(', ');
  const more = allow.length === 0 ? '' : said.more({ names: listed(allow) });
  // Where no tensors are left, the usual set would be a list of what may not be used.
  const isPlain = deny.includes('tf') && !allow.includes('tf');
  const hasSome = allow.some((allowed) => allowed.startsWith('tf.'));
  const denied = deny.map((one) =>
    isPlain && hasSome && one === 'tf' ? said.rest({ name: one }) : one,
  );
  const less = deny.length === 0 ? '' : said.less({ names: listed(denied) });
  return isPlain ? said.plain({ name, more, less }) : said.refused({ name, more, less });
}

/** Kept from before student code could put others in their place. */
const { apply, construct, get: getProperty, getOwnPropertyDescriptor } = Reflect;
const { create, getPrototypeOf } = Object;
const uncurried = <T, A extends unknown[], R>(method: (this: T, ...args: A) => R) =>
  Function.prototype.call.bind(method) as (self: T, ...args: A) => R;
const sliceOf = uncurried(String.prototype.slice);
const lastIndexOf = uncurried(String.prototype.lastIndexOf);
const mapGet = uncurried(Map.prototype.get) as (map: Map<string, object>, key: string) => unknown;
const mapSet = uncurried(Map.prototype.set);
const weakGet = uncurried(WeakMap.prototype.get);
const weakSet = uncurried(WeakMap.prototype.set);

/** Without a prototype, which student code may patch. */
type Decisions = Record<string, boolean>;

const setOf = (names: readonly string[]): Decisions => {
  const set: Decisions = create(null);
  for (let i = 0; i < names.length; i++) set[names[i] as string] = true;
  return set;
};
const usualSet = setOf(usual);
/** Of the engine there are its scopes; the rest is allowed by its own name alone. */
const engineSet = setOf(engineNames.filter((name) => name !== 'tf.engine'));

/** How long the longest of these names is that covers `name`; 0 when none does. */
function covered(name: string, set: Decisions): number {
  for (let end = name.length; end > 0; end = lastIndexOf(name, '.', end - 1)) {
    if (set[sliceOf(name, 0, end)]) return end;
  }
  return 0;
}

/** Whether rules let a name be used. */
export function isAllowed({ allow = [], deny = [] }: LibraryRules, name: string): boolean {
  const allowed = setOf(allow);
  if (covered(name, engineSet) > 0) return allowed[name] === true;
  const [yes, no] = [covered(name, allowed), covered(name, setOf(deny))];
  return yes === 0 && no === 0 ? covered(name, usualSet) > 0 : yes > no;
}

interface Restriction {
  rules: LibraryRules;
  known: Decisions;
  /** What counts when this one has ended. */
  before: Restriction | undefined;
}

let current: Restriction | undefined;
let onUse = (_name: string): void => {};

/** Reports each use of a function that is not allowed, caught or not; the last listener counts. */
export function onRefusedUse(listener: (name: string) => void): void {
  onUse = listener;
}

/** Whether an exercise is under test at this moment. */
export const isRestricted = (): boolean => current !== undefined;

function mayUse(name: string): boolean {
  if (current === undefined) return true;
  const { rules, known } = current;
  known[name] ??= isAllowed(rules, name);
  return known[name];
}

function refuse(name: string): never {
  onUse(name);
  throw new NotAllowedError(name, current?.rules ?? {});
}

/** @throws NotAllowedError while the exercise under test may not use `name` */
export function requireAllowed(name: string): void {
  if (current !== undefined && !mayUse(name)) refuse(name);
}

/**
 * Lets student code use what `rules` say and no more, until the answer is called; of several the
 * last one counts. The engine is out of its reach meanwhile.
 */
export function restrict(rules: LibraryRules): () => void {
  const own: Restriction = { rules, known: create(null), before: current };
  const showEngine = hideEngine(refuse);
  current = own;
  return () => {
    if (current === own) current = own.before;
    for (let later = current; later !== undefined; later = later.before) {
      if (later.before === own) later.before = own.before;
    }
    showEngine();
  };
}

type Callable = (...args: unknown[]) => unknown;
type Constructor = new (...args: unknown[]) => object;
type Handler = ProxyHandler<object>;

/** What a guard stands for, and the guards that were made, by name. */
const rawOf = new WeakMap<object, object>();
const guards = new WeakMap<object, Map<string, object>>();

function kept(value: object, name: string, make: () => object): object {
  let byName = weakGet(guards, value) as Map<string, object> | undefined;
  if (byName === undefined) {
    byName = new Map();
    weakSet(guards, value, byName);
  }
  let guard = mapGet(byName, name) as object | undefined;
  if (guard === undefined) {
    guard = make();
    weakSet(rawOf, guard, value);
    mapSet(byName, name, guard);
  }
  return guard;
}

/** What a guard stands for: to the library, code that a notebook has of it is the library's own. */
export const unguarded = (value: object): object =>
  (weakGet(rawOf, value) as object | undefined) ?? value;

/** A handler that finds no trap of student code's on `Object.prototype`. */
const handler = (traps: Handler): Handler => Object.assign(create(null), traps);

const isNamespace = (value: object): boolean => {
  const prototype: unknown = getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};

/** What stands for a value of the library in student code. */
function guarded(name: string, value: unknown): unknown {
  if (typeof value === 'function') {
    if (isPlain(value)) return kept(value, name, () => plainGuard(name, value as Callable));
    // Of a class that is not allowed nothing is seen, its prototype neither.
    return mayUse(name)
      ? kept(value, name, () => guardedFunction(name, value as Callable, value as Callable))
      : kept(value, `not ${name}`, () => guardedFunction(name, value as Callable, () => {}));
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isNamespace(value)) return kept(value, name, () => guardedNamespace(name, value));
  requireAllowed(name);
  return value;
}

const ownNames = Object.getOwnPropertyNames;
const hasOwn = uncurried(Object.prototype.hasOwnProperty);

/** A function that is only called: neither a class nor a holder of others. */
function isPlain(fn: object): boolean {
  const { prototype } = fn as { prototype?: unknown };
  const isBare =
    typeof prototype !== 'object' ||
    prototype === null ||
    (ownNames(prototype).length === 1 && getPrototypeOf(prototype) === Object.prototype);
  return isBare && ownNames(fn).length <= (hasOwn(fn, 'prototype') ? 5 : 2) && !isClass(fn);
}

/** `class A {}` alone has a prototype that is not writable. */
const isClass = (fn: object): boolean => {
  const found = getOwnPropertyDescriptor(fn, 'prototype');
  return found !== undefined && found.writable === false;
};

/** Most functions: the engine compiles a call through this better than one through a proxy. */
function plainGuard(name: string, fn: Callable): Callable {
  const engine = name === 'tf.engine' ? scopesOnly(refuse) : undefined;
  const { length } = fn;
  const guard = function (this: unknown, ...args: unknown[]): unknown {
    if (current !== undefined) {
      requireAllowed(name);
      if (engine !== undefined) return engine();
    }
    return apply(fn, raw(this), args);
  };
  Object.defineProperty(guard, 'name', { value: fn.name });
  Object.defineProperty(guard, 'length', { value: length });
  // A class of TensorFlow.js without methods is no more than a function.
  const { prototype } = fn as { prototype?: unknown };
  if (typeof prototype === 'object') guard.prototype = prototype;
  return guard;
}

const raw = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (weakGet(rawOf, value) ?? value) : value;

/** Nothing of it is changed from outside. */
const fixed: Handler = {
  set: () => false,
  defineProperty: () => false,
  deleteProperty: () => false,
  setPrototypeOf: () => false,
};

function guardedFunction(name: string, fn: Callable, shown: Callable): object {
  const isShown = shown === fn;
  const target = isShown ? fn : function notAllowed() {};
  /** `tf.train` is a class with static functions. */
  const inside = (key: string | symbol, value: unknown): unknown =>
    isShown && typeof value === 'function' && typeof key === 'string' && !(key in ownOfFunctions)
      ? guarded(`${name}.${key}`, value)
      : value;
  const guard: object = new Proxy(
    target,
    handler({
      ...fixed,
      apply(_: Callable, self: unknown, args: unknown[]) {
        requireAllowed(name);
        return apply(fn, raw(self), args);
      },
      construct(_: Callable, args: unknown[], newTarget: Callable) {
        requireAllowed(name);
        return construct(fn as unknown as Constructor, args, newTarget === guard ? fn : newTarget);
      },
      get: (of, key, receiver) => inside(key, getProperty(of, key, receiver)),
      getOwnPropertyDescriptor: (of, key) => described(of, key, inside),
    }),
  );
  return guard;
}

/** Names that every function has: its prototype must be shown as it is. */
const ownOfFunctions: Decisions = setOf([
  ...Object.getOwnPropertyNames(Function.prototype),
  'prototype',
]);

function described(
  of: object,
  key: string | symbol,
  inside: (key: string | symbol, value: unknown) => unknown,
): PropertyDescriptor | undefined {
  const found = getOwnPropertyDescriptor(of, key);
  if (found === undefined) return undefined;
  if ('value' in found) return { ...found, value: inside(key, found.value) };
  // A getter would be called with whatever student code likes.
  const { enumerable = false } = found;
  const value = inside(key, getProperty(of, key));
  return { value, enumerable, writable: true, configurable: true };
}

function guardedNamespace(name: string, names: object, isModule = false): object {
  /** What student code has put in the place of the library's: for itself alone. */
  const replaced: Record<string | symbol, unknown> = create(null);
  /** Guards of plain functions, which are the same whatever is allowed. */
  const plain: Record<string | symbol, { of: unknown; guard: unknown }> = create(null);
  const inside = (key: string | symbol, value: unknown): unknown => {
    if (typeof key === 'symbol') return value;
    if (key === 'default' && name === 'tf') return guarded(name, value);
    return guarded(key === 'tf' && name === 'gradus' ? 'tf' : `${name}.${key}`, value);
  };
  return new Proxy(
    names,
    handler({
      ...fixed,
      get(of, key) {
        if (key in replaced) return replaced[key];
        // Compiled imports copy what has no such mark, name by name: each would count as used.
        if (isModule && key === '__esModule') return true;
        const value: unknown = getProperty(of, key);
        const known = plain[key];
        if (known !== undefined && known.of === value) return known.guard;
        const guard = inside(key, value);
        if (typeof value === 'function' && typeof key === 'string' && isPlain(value)) {
          plain[key] = { of: value, guard };
        }
        return guard;
      },
      set(_, key, value) {
        replaced[key] = value;
        return true;
      },
      getOwnPropertyDescriptor: (of, key) => described(of, key, inside),
    }),
  );
}

/**
 * A module of this package as student code has it.
 *
 * @param module as it is imported: `gradus`, `gradus/vision`
 */
export function guardModule<T extends object>(module: string, names: T): T {
  return kept(names, module, () => guardedNamespace(module, names, true)) as T;
}
