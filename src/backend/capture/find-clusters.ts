/** Groups of nodes that can each become one node. */
import type { GraphNode } from './saved-model.js';

/** The name of the node that an input comes from. */
export const sourceOf = (input: string): string =>
  (input.startsWith('^') ? input.slice(1) : input).split(':')[0] as string;

/** Each node's place in an order in which all come after their sources. */
function placesOf(sources: readonly (readonly number[])[]): Int32Array {
  const places = new Int32Array(sources.length).fill(-1);
  const entered = new Uint8Array(sources.length);
  let place = 0;
  const open = [...sources.keys()].reverse();
  while (open.length > 0) {
    const node = open.at(-1) as number;
    if (entered[node] === 0) {
      entered[node] = 1;
      for (const source of sources[node] as number[]) if (entered[source] === 0) open.push(source);
    } else {
      open.pop();
      if (places[node] === -1) places[node] = place++;
    }
  }
  return places;
}

/**
 * Nodes that are joined to groups one by one, always in an order in which each group comes after
 * all that it depends on. (D. Pearce and P. Kelly, "A dynamic topological sort algorithm for
 * directed acyclic graphs", 2006: only what lies between two groups is looked at and moved.)
 */
class Groups {
  readonly members: number[][];
  private readonly sources: number[][];
  private readonly users: number[][];
  private readonly groupOf: Int32Array;
  private readonly places: Int32Array;
  private readonly visited: Int32Array;
  private search = 0;

  constructor(sources: readonly (readonly number[])[]) {
    this.sources = sources.map((one) => [...one]);
    this.users = sources.map(() => []);
    for (const [user, of] of sources.entries()) {
      for (const source of of) (this.users[source] as number[]).push(user);
    }
    this.members = sources.map((_, i) => [i]);
    this.groupOf = Int32Array.from(sources, (_, i) => i);
    this.places = placesOf(sources);
    this.visited = new Int32Array(sources.length);
  }

  /** Joins the groups of two nodes, unless a path leads from one to the other by way of a third. */
  join(one: number, other: number): void {
    const groups = [this.groupOf[one] as number, this.groupOf[other] as number];
    const [first, last] = groups.sort((a, b) => this.placeOf(a) - this.placeOf(b)) as [
      number,
      number,
    ];
    if (first === last) return;
    const before = this.between(last, first, this.sources);
    if (before === undefined) return;
    const after = this.between(first, last, this.users) as number[];
    const places = [first, last, ...before, ...after].map((group) => this.placeOf(group));
    places.sort((a, b) => a - b);
    for (const [i, group] of [...before, first].entries()) this.places[group] = places[i] as number;
    for (const [i, group] of after.reverse().entries()) {
      this.places[group] = places[places.length - 1 - i] as number;
    }
    for (const member of this.members[last] as number[]) this.groupOf[member] = first;
    for (const lists of [this.members, this.sources, this.users]) {
      (lists[first] as number[]).push(...(lists[last] as number[]));
      lists[last] = [];
    }
  }

  private placeOf(group: number): number {
    return this.places[group] as number;
  }

  /**
   * The groups that lie between two and that `from` leads to, in their order.
   *
   * @param next where the nodes of a group lead
   * @returns undefined when a group among them leads to `to`
   */
  private between(from: number, to: number, next: readonly number[][]): number[] | undefined {
    const { groupOf, visited } = this;
    const [low, high] = [this.placeOf(from), this.placeOf(to)].sort((a, b) => a - b) as [
      number,
      number,
    ];
    const search = ++this.search;
    visited[from] = search;
    const found: number[] = [];
    const open = [from];
    while (open.length > 0) {
      const group = open.pop() as number;
      for (const node of next[group] as number[]) {
        const reached = groupOf[node] as number;
        if (reached === to && group !== from) return undefined;
        const place = this.placeOf(reached);
        if (visited[reached] === search || place <= low || place >= high) continue;
        visited[reached] = search;
        found.push(reached);
        open.push(reached);
      }
    }
    return found.sort((a, b) => this.placeOf(a) - this.placeOf(b));
  }
}

/**
 * Joins neighbouring nodes as long as no path leaves a group and comes back into it, also by way of
 * other groups: the node that a group becomes would have to wait for itself.
 *
 * @param joins whether a node may be in a group
 * @returns groups of two nodes and more, as ascending indices into `nodes`
 */
export function findClusters(
  nodes: readonly GraphNode[],
  joins: (node: GraphNode) => boolean,
): number[][] {
  const index = new Map(nodes.map(({ name }, i) => [name, i] as const));
  const sources = nodes.map(({ inputs }) => {
    const known = new Set(inputs.map((input) => index.get(sourceOf(input)) ?? -1));
    known.delete(-1);
    return [...known];
  });
  const joining = nodes.map(joins);
  const groups = new Groups(sources);
  for (const [i, ofNode] of sources.entries()) {
    if (joining[i] !== true) continue;
    for (const source of ofNode) if (joining[source] === true) groups.join(source, i);
  }
  return groups.members
    .filter((group) => group.length > 1)
    .map((group) => group.sort((one, other) => one - other));
}
