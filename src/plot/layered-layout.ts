/**
 * Places for the layers of a model: one below the other, branches beside each other, and a lane beside
 * the boxes for every arrow that jumps over some of them (Sugiyama, Tagawa and Toda 1981).
 */

export interface LayoutNode {
  /** Which nodes its arrows come from, as indices; all of them stand before it. */
  inputs: readonly number[];
  width: number;
}

export interface Place {
  /** The middle of the box, in pixels. */
  x: number;
  rank: number;
}

export interface Arrow {
  from: number;
  to: number;
  /** Where it crosses the ranks between its ends. */
  lane: Place[];
}

const between = 24;
const laneWidth = 14;
const sweeps = 6;

interface Item {
  x: number;
  rank: number;
  width: number;
  /** A box pulls as one, a lane hardly: the chain of boxes stays straight. */
  weight: number;
  parents: Item[];
  children: Item[];
}

/** Places of the nodes, and how their arrows go without crossing a box. */
export function layeredLayout(nodes: readonly LayoutNode[]): { places: Place[]; arrows: Arrow[] } {
  const items: Item[] = [];
  const ranks: Item[][] = [];
  const put = (item: Item): Item => {
    ranks[item.rank] ??= [];
    ranks[item.rank]?.push(item);
    return item;
  };
  for (const { inputs, width } of nodes) {
    const rank = 1 + inputs.reduce((most, i) => Math.max(most, items[i]?.rank ?? -1), -1);
    items.push(put({ x: 0, rank, width, weight: 1, parents: [], children: [] }));
  }
  const arrows: (Omit<Arrow, 'lane'> & { lane: Item[] })[] = [];
  nodes.forEach(({ inputs }, to) => {
    for (const from of inputs) {
      const lane: Item[] = [];
      const [start, end] = [items[from], items[to]];
      if (start === undefined || end === undefined) continue;
      let above: Item = start;
      for (let rank = above.rank + 1; rank < end.rank; rank++) {
        const parents: Item[] = [above];
        const item: Item = { x: 0, rank, width: laneWidth, weight: 0.01, parents, children: [] };
        above.children.push(put(item));
        lane.push(item);
        above = item;
      }
      above.children.push(end);
      end.parents.push(above);
      arrows.push({ from, to, lane });
    }
  });

  for (const rank of ranks) settle(rank, false);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const rank of ranks.slice(1)) order(rank, 'parents');
    for (const rank of ranks) settle(rank, true);
    for (const rank of ranks.slice(0, -1).reverse()) order(rank, 'children');
    for (const rank of [...ranks].reverse()) settle(rank, true);
  }
  for (const rank of ranks) settle(rank, true);
  const place = ({ x, rank }: Item): Place => ({ x, rank });
  return {
    places: items.map(place),
    arrows: arrows.map(({ from, to, lane }) => ({ from, to, lane: lane.map(place) })),
  };
}

/** Puts items in the order of what they hang on; equal ones keep theirs: at first, lanes to the right. */
function order(rank: Item[], side: 'parents' | 'children'): void {
  const middle = (item: Item): number => {
    const near = item[side];
    return near.length === 0 ? item.x : near.reduce((sum, one) => sum + one.x, 0) / near.length;
  };
  const keys = new Map(rank.map((item, i) => [item, { at: middle(item), i }]));
  rank.sort((a, b) => {
    const [p, q] = [keys.get(a), keys.get(b)];
    if (p === undefined || q === undefined) return 0;
    return Math.abs(p.at - q.at) > 1 ? p.at - q.at : p.i - q.i;
  });
}

/**
 * Moves the items of a rank as near as can be to the boxes that they hang on, in their order and apart
 * from each other: isotonic regression by pooling neighbours that would overlap.
 */
function settle(rank: readonly Item[], isPulled: boolean): void {
  let offset = 0;
  const blocks: { items: { item: Item; offset: number }[]; sum: number; weight: number }[] = [];
  rank.forEach((item, i) => {
    const before = rank[i - 1];
    if (before !== undefined) offset += (before.width + item.width) / 2 + between;
    const wish = (isPulled ? pull(item) : 0) - offset;
    blocks.push({ items: [{ item, offset }], sum: wish * item.weight, weight: item.weight });
    for (;;) {
      const [last, previous] = [blocks.at(-1), blocks.at(-2)];
      if (last === undefined || previous === undefined) break;
      if (previous.sum / previous.weight <= last.sum / last.weight) break;
      blocks.pop();
      previous.items.push(...last.items);
      previous.sum += last.sum;
      previous.weight += last.weight;
    }
  });
  for (const block of blocks) {
    for (const { item, offset: at } of block.items) item.x = block.sum / block.weight + at;
  }
}

/** Where an item wants to be: in the middle of its boxes above and below, else of its lanes. */
function pull(item: Item): number {
  const near = [...item.parents, ...item.children];
  const boxes = near.filter(({ weight }) => weight === 1);
  // A lane runs straight on where it can.
  const wanted = item.weight < 1 ? near.filter(({ weight }) => weight < 1) : boxes;
  const from = wanted.length > 0 ? wanted : near;
  return from.length === 0 ? item.x : from.reduce((sum, one) => sum + one.x, 0) / from.length;
}
