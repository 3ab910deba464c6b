/**
 * Which class of the language a thrown value is an instance of. A student's own class that extends
 * `RangeError` is a RangeError by whatever name it calls itself.
 */

/** Kept from before student code could put others in their place. */
const { apply, getPrototypeOf } = Reflect;
const mapGet = Map.prototype.get;

const classes = {
  Error,
  AggregateError,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
} as const;
export type ErrorClass = keyof typeof classes;

const byPrototype = new Map<object, ErrorClass>(
  Object.entries(classes).map(([name, { prototype }]) => [prototype, name as ErrorClass]),
);

/** Classes between a value and the one of the language; a proxy's chain may have no end. */
const mostSteps = 64;

/**
 * The nearest class of the language in the value's chain of prototypes; undefined for what is no error,
 * or does not let its chain be read. Looks at no property, so that no getter runs.
 */
export function errorClassOf(value: unknown): ErrorClass | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    let at = getPrototypeOf(value);
    for (let step = 0; at !== null && step < mostSteps; step++) {
      const found = apply(mapGet, byPrototype, [at]) as ErrorClass | undefined;
      if (found !== undefined) return found;
      at = getPrototypeOf(at);
    }
  } catch {
    // A proxy that throws instead of saying what it is.
  }
  return undefined;
}

/** Whether a text is the name of such a class. */
export const isErrorClass = (name: unknown): name is ErrorClass =>
  typeof name === 'string' && Object.hasOwn(classes, name);

/** The last field of an error's node. */
export const classNode = (name: ErrorClass | undefined): ErrorClass[] =>
  name === undefined ? [] : [name];
