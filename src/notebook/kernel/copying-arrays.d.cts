/**
 * Methods of ES2023 that every Node of this course has (20.19 and later) and TypeScript 5.0 in tslab
 * does not know: those that answer with a changed copy. `findLast` is in its `lib.es2023`.
 *
 * The notebook's compiler and the grader's read this file (`language.ts`); the project's own, which
 * knows them, does not. Its ending is one that the build copies as it is.
 */

interface Array<T> {
  /** A copy in reversed order. */
  toReversed(): T[];
  /** A sorted copy: as texts, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: T, b: T) => number): T[];
  /** A copy in which `deleteCount` elements from `start` on are replaced by `items`. */
  toSpliced(start: number, deleteCount: number, ...items: T[]): T[];
  /** A copy without the elements from `start` on. */
  toSpliced(start: number, deleteCount?: number): T[];
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: T): T[];
}

interface ReadonlyArray<T> {
  /** A copy in reversed order. */
  toReversed(): T[];
  /** A sorted copy: as texts, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: T, b: T) => number): T[];
  /** A copy in which `deleteCount` elements from `start` on are replaced by `items`. */
  toSpliced(start: number, deleteCount: number, ...items: T[]): T[];
  /** A copy without the elements from `start` on. */
  toSpliced(start: number, deleteCount?: number): T[];
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: T): T[];
}

interface Int8Array {
  /** A copy in reversed order. */
  toReversed(): Int8Array;
  /** A copy in the order of the numbers, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: number, b: number) => number): Int8Array;
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: number): Int8Array;
}

interface Uint8Array {
  /** A copy in reversed order. */
  toReversed(): Uint8Array;
  /** A copy in the order of the numbers, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: number, b: number) => number): Uint8Array;
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: number): Uint8Array;
}

interface Uint8ClampedArray {
  /** A copy in reversed order. */
  toReversed(): Uint8ClampedArray;
  /** A copy in the order of the numbers, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: number, b: number) => number): Uint8ClampedArray;
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: number): Uint8ClampedArray;
}

interface Int16Array {
  /** A copy in reversed order. */
  toReversed(): Int16Array;
  /** A copy in the order of the numbers, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: number, b: number) => number): Int16Array;
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: number): Int16Array;
}

interface Uint16Array {
  /** A copy in reversed order. */
  toReversed(): Uint16Array;
  /** A copy in the order of the numbers, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: number, b: number) => number): Uint16Array;
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: number): Uint16Array;
}

interface Int32Array {
  /** A copy in reversed order. */
  toReversed(): Int32Array;
  /** A copy in the order of the numbers, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: number, b: number) => number): Int32Array;
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: number): Int32Array;
}

interface Uint32Array {
  /** A copy in reversed order. */
  toReversed(): Uint32Array;
  /** A copy in the order of the numbers, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: number, b: number) => number): Uint32Array;
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: number): Uint32Array;
}

interface Float32Array {
  /** A copy in reversed order. */
  toReversed(): Float32Array;
  /** A copy in the order of the numbers, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: number, b: number) => number): Float32Array;
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: number): Float32Array;
}

interface Float64Array {
  /** A copy in reversed order. */
  toReversed(): Float64Array;
  /** A copy in the order of the numbers, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: number, b: number) => number): Float64Array;
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: number): Float64Array;
}

interface BigInt64Array {
  /** A copy in reversed order. */
  toReversed(): BigInt64Array;
  /** A copy in the order of the numbers, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: bigint, b: bigint) => number): BigInt64Array;
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: bigint): BigInt64Array;
}

interface BigUint64Array {
  /** A copy in reversed order. */
  toReversed(): BigUint64Array;
  /** A copy in the order of the numbers, unless `compareFn` says otherwise. */
  toSorted(compareFn?: (a: bigint, b: bigint) => number): BigUint64Array;
  /** A copy in which the element at `index` is `value`; a negative index counts from the end. */
  with(index: number, value: bigint): BigUint64Array;
}
