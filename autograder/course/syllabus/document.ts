/** `syllabus.md` cut at its headings: sections, their tables, their fences of YAML. */
import type { Code, Heading, Root, RootContent, Table } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { z } from 'zod';
import { spanOf } from '../markdown.js';
import type { Problems } from '../problem.js';
import { parseYaml } from '../yaml.js';

export interface Part {
  title: string;
  line: number;
  /** What stands under it, before the next heading of its height or above. */
  nodes: RootContent[];
}

export class Document {
  constructor(
    readonly text: string,
    readonly root: Root,
    readonly problems: Problems,
  ) {}

  /** The title of the document. */
  get title(): string {
    const heading = this.root.children.find((node) => node.type === 'heading' && node.depth === 1);
    return heading === undefined ? '' : textOf(heading);
  }

  /** The section of this name; a problem where there is none. */
  section(title: string): Part | undefined {
    const found = parts(this.root.children, 2).find((part) => part.title === title);
    if (found === undefined) this.problems.add({ line: 1 }, 'syllabus-section', { title });
    return found;
  }

  /** What stands under each third heading of a section. */
  children(section: Part | undefined): Part[] {
    return section === undefined ? [] : parts(section.nodes, 3);
  }

  /**
   * What the fence of YAML under a heading holds; undefined, and problems at its lines, when it is
   * missing or wrong.
   */
  fields<S extends z.ZodType>(part: Part, schema: S): z.infer<S> | undefined {
    const fence = part.nodes.find(
      (node): node is Code => node.type === 'code' && node.lang === 'yaml',
    );
    if (fence === undefined) {
      this.problems.add(part, 'syllabus-fields', { title: part.title });
      return undefined;
    }
    const line = spanOf(fence).line + 1;
    return parseYaml(fence.value, line, schema, this.problems);
  }

  /** The Markdown of a part, without its fence of YAML. */
  prose(part: Part): string {
    return part.nodes
      .filter((node) => node.type !== 'heading' && !(node.type === 'code' && node.lang === 'yaml'))
      .map((node) => this.text.slice(spanOf(node).start, spanOf(node).end))
      .join('\n\n');
  }

  /** Items of the first list of a part. */
  items(part: Part): { text: string; line: number; link: string | undefined; linked: string }[] {
    const list = part.nodes.find((node) => node.type === 'list');
    return (list?.type === 'list' ? list.children : []).map((item) => {
      const { start, end, line } = spanOf(item);
      const first = item.children[0];
      const link =
        first?.type === 'paragraph'
          ? first.children.find((node) => node.type === 'link')
          : undefined;
      return {
        text: this.text
          .slice(start, end)
          .replace(/^[-*+]\s+/, '')
          .trim(),
        line,
        link: link?.type === 'link' ? link.url : undefined,
        linked: link === undefined ? '' : textOf(link),
      };
    });
  }

  /** Rows of the table of a section that has these columns; a problem where there is none. */
  rows(section: Part | undefined, columns: readonly string[]): { cells: string[]; line: number }[] {
    if (section === undefined) return [];
    const table = section.nodes.find(
      (node): node is Table =>
        node.type === 'table' &&
        columns.every((name, i) => {
          const cell = node.children[0]?.children[i];
          return cell !== undefined && textOf(cell) === name;
        }),
    );
    if (table === undefined) {
      const params = { title: section.title, columns: columns.join(', ') };
      this.problems.add(section, 'syllabus-table', params);
      return [];
    }
    return table.children.slice(1).map((row) => ({
      cells: columns.map((_, i) => {
        const cell = row.children[i];
        return cell === undefined ? '' : textOf(cell).trim();
      }),
      line: spanOf(row).line,
    }));
  }
}

/** Nodes cut at the headings of a height; what stands before the first is left out. */
function parts(nodes: readonly RootContent[], depth: Heading['depth']): Part[] {
  const found: Part[] = [];
  let open = false;
  for (const node of nodes) {
    if (node.type === 'heading' && node.depth <= depth) {
      open = node.depth === depth;
      if (open) found.push({ title: textOf(node), line: spanOf(node).line, nodes: [] });
    } else if (open) found.at(-1)?.nodes.push(node);
  }
  return found;
}
