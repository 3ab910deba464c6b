/** What TypeScript adds: enums, namespaces, classes and their fields, decorators, types. */
import type { CorpusNotebook } from './notebook.js';

export const types: readonly CorpusNotebook[] = [
  {
    name: 'enums, from another cell and among themselves',
    cells: [
      'enum Mode { Train = 1, Test, Text = "text" }\nenum Next { A = Mode.Test + 1, B }',
      'const enum Flag { Off, On = 4 }\nconst flag = Flag.On;',
      'const answer = () => [Mode.Train, Mode[2], Mode.Text, Next.B, flag, Flag.On, Object.keys(Mode)];',
    ],
  },
  {
    name: 'an enum declared again',
    cells: [
      'enum Mode { A, B }\nconst old = () => Mode.B;',
      'enum Mode { X = 10, B = 20 }',
      'const answer = () => [old(), Mode.B, Mode[10]];',
    ],
  },
  {
    name: 'an enum member that needs a constant of another cell',
    cells: [
      'const start = 5;',
      'enum Level { Low = start, High = start + 1 }',
      'const answer = () => [Level.Low, Level[6]];',
    ],
  },
  {
    name: 'namespaces, nested and merged; the next cell still knows them',
    cells: [
      [
        'namespace Shapes { export const unit = 1; export function area(r: number) { return r * unit; } export namespace Deep { export const d = unit + 1; } }',
        'namespace Both { export const a = 1; }\nnamespace Both { export const b = a + 1; }',
        'function Tagged() { return Tagged.tag; }\nnamespace Tagged { export let tag = "t"; }',
      ].join('\n'),
      'const answer = () => [Shapes.area(3), Shapes.Deep.d, Both.b, Tagged()];',
    ],
  },
  {
    name: 'types are gone: interface, alias, generics, casts, predicates, overloads',
    cells: [
      'interface Box<T> { value: T }\ntype Pair<A, B = A> = [A, B];\nnamespace Only { export interface Inside { a: number } }',
      'declare const nowhere: number;\nfunction wrap<T>(value: T): Box<T> { return { value }; }',
      'function over(x: string): string;\nfunction over(x: number): number;\nfunction over(x: any) { return x; }',
      'const isText = (x: unknown): x is string => typeof x === "string";\nconst pair = [1, "a"] satisfies Pair<number, string>;',
      'const answer = () => [wrap<number>(1)!.value, over("o"), isText(<any>pair[1]), pair as unknown];',
    ],
  },
  {
    name: 'a type with the name of a value',
    cells: [
      'const Size = 3;',
      'type Size = string;',
      'const answer = (s: Size = "x") => [s, Size];',
    ],
  },
  {
    name: 'class fields, private names, accessors, static blocks',
    cells: [
      [
        'class Counter {',
        '  static made = 0; #n = 1; readonly kind = "counter"; later?: number;',
        '  static { Counter.made = 4; }',
        '  get n() { return this.#n; } set n(value: number) { this.#n = value * 2; }',
        '  static of(n: number) { const c = new Counter(); c.n = n; return c; }',
        '  bump = () => ++this.#n;',
        '}',
      ].join('\n'),
      'const made = Counter.of(5);\nmade.bump();',
      'const answer = () => [made.n, Counter.made, Object.keys(made), "later" in made];',
    ],
  },
  {
    name: 'fields are defined, not assigned',
    cells: [
      'const log: string[] = [];\nclass Base { set x(value: number) { log.push("set"); } constructor() { this.init(); } init() {} }',
      'class Derived extends Base { y = 1; z?: number; init() { this.y = 9; this.z = 9; } }\nclass Field extends (Base as any) { x = 1; }',
      'const d = new Derived(), f = new Field() as any;',
      'const answer = () => [d.y, d.z, Object.keys(d), f.x, log];',
    ],
  },
  {
    name: 'parameter properties and their order',
    cells: [
      'class Point { sum = 1; constructor(public x = 2, private readonly y = 3) { this.sum += x + y; } }',
      'class Named extends Point { tag = "n"; constructor(public name: string) { super(5); } }',
      'const answer = () => [Object.entries(new Point()), Object.entries(new Named("a"))];',
    ],
  },
  {
    name: 'a field declared only',
    cells: [
      'class A { v: number | undefined = 1; }\nclass B extends A { declare v: number; }',
      'const answer = () => [new B().v];',
    ],
  },
  {
    name: 'abstract classes, super, mixins of another cell',
    cells: [
      'abstract class Layer { constructor(readonly units: number) {} abstract call(x: number): number; twice(x: number) { return this.call(this.call(x)); } }',
      'class Dense extends Layer { call(x: number) { return x * this.units; } }\nconst Logged = (B: typeof Dense) => class extends B { override call(x: number) { return super.call(x) + 1; } };',
      'class Last extends Logged(Dense) {}',
      'const answer = () => [new Dense(3).twice(2), new Last(3).twice(2), new Last(1) instanceof Layer];',
    ],
  },
  {
    name: 'a class declared again while instances of the old one live',
    cells: [
      'class Net { go() { return 1; } }\nconst made = new Net();\nconst make = () => new Net();',
      'class Net { go() { return 2; } }',
      'const answer = () => [made.go(), make().go(), new Net().go(), made instanceof Net];',
    ],
  },
  {
    name: 'a method put on the prototype in a later cell',
    cells: [
      'class Net { w = 2; }\ninterface Net { go(x: number): number }',
      'Net.prototype.go = function (this: Net, x: number) { return this.w * x; };',
      'const unrelated = new Net().go(1);',
      'const answer = () => new Net().go(21);',
    ],
    leaves: [3],
  },
  {
    name: 'decorators: class, method, accessor, field, parameter, factory',
    cells: [
      [
        'const seen: string[] = [];',
        'const mark = (label: string) => (target: any, key?: any, extra?: any) => {',
        '  seen.push([label, String(key), typeof extra === "number" ? extra : typeof extra].join(" "));',
        '};',
      ].join('\n'),
      'function twice(target: any, key: string, found: PropertyDescriptor) { const old = found.value; found.value = function (x: number) { return 2 * old.call(this, x); }; }',
      [
        '@mark("class") class Model {',
        '  @mark("field") rate = 1;',
        '  @mark("static") static made = 0;',
        '  @mark("accessor") get size() { return 1; }',
        '  @twice @mark("method") go(@mark("parameter") x: number) { return x + this.rate; }',
        '}',
      ].join('\n'),
      'const answer = () => [seen, new Model().go(4), Object.keys(new Model())];',
    ],
  },
  {
    name: 'a class decorator that gives another class',
    cells: [
      'const sealed = <T extends new (...a: any[]) => {}>(K: T) => class extends K { extra = "more"; };',
      '@sealed class Box { static one = () => new Box(); size = 1; }',
      'const answer = () => [Object.entries(new Box()), Object.entries(Box.one()), Box.name];',
    ],
  },
  {
    name: 'generators, iterators, symbols, getters',
    cells: [
      'function* upTo(n: number) { for (let i = 0; i < n; i++) yield i; }',
      'const range = { *[Symbol.iterator]() { yield* upTo(3); } };\nconst key = Symbol("k");\nconst o = { [key]: 1, get twice() { return this[key] * 2; } };',
      'const answer = () => [[...range], Math.max(...upTo(5)), o.twice, o[key]];',
    ],
  },
  {
    name: 'optional chains, nullish, bigint, exponent, numeric separators',
    cells: [
      'const maybe: { a?: { b?: () => number } } | undefined = { a: {} };\nconst big = 2n ** 64n;',
      'const got = maybe?.a?.b?.() ?? 1_000;',
      'const answer = () => [got, big, maybe!.a!.b, (0 as any) ?? 1, null ?? -0];',
    ],
  },
];
