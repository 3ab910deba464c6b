/** What a driver keeps during one test: functions and objects with methods, which the judge calls. */

/** Functions and objects held at the same time. */
export const maxHandles = 1000;

interface Entry {
  value: object;
  owner: object | undefined;
}

/** Values under numbers. A number is given once in a driver's life, so an old one names nothing. */
export class HandleTable {
  readonly #entries = new Map<number, Entry>();
  readonly #numbers = new Map<object, number>();
  #next = 1;

  get size(): number {
    return this.#entries.size;
  }

  /**
   * @param owner the object that has the function as a property, its `this`
   * @throws RangeError when too much is held already
   */
  hold(value: object, owner?: object): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    if (this.#entries.size >= maxHandles) {
      throw new RangeError(
        `Expected at most ${maxHandles} functions and objects with methods in one test`,
      );
    }
    const handle = this.#next++;
    this.#entries.set(handle, { value, owner });
    this.#numbers.set(value, handle);
    return handle;
  }

  /** @throws RangeError for a number under which nothing is held any more */
  get(handle: number): Entry {
    const entry = this.#entries.get(handle);
    if (entry === undefined) {
      throw new RangeError(`Nothing is held under ${handle} any more: its test has ended`);
    }
    return entry;
  }

  release(): void {
    this.#entries.clear();
    this.#numbers.clear();
  }
}
