/**
 * Figures: `![what it shows](layers.png "The caption."){#fig-layers}` alone in a paragraph. They are
 * numbered as they come, and `[](#fig-layers)` in the text becomes "Figure 1".
 *
 * A notebook travels without the files beside it, so the picture is put into its cell as an
 * attachment. JupyterLab shows pixels from there and no SVG.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { Image, Paragraph, Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { type Language, messages } from '../../../src/messages/index.js';
import { parseMarkdown, spanOf } from '../markdown.js';
import type { Problems } from '../problem.js';
import type { Cell } from '../section.js';
import type { Splice } from './splice.js';

export interface Figure {
  /** `fig-layers` */
  key: string;
  /** From 1. */
  number: number;
  /** Of the heading over it: JupyterLab knows no other anchors. */
  anchor: string;
  /** As it stands in the lesson. */
  url: string;
}

/** What a notebook's cell has of a picture. */
export interface Picture {
  mime: string;
  base64: string;
}
export type Pictures = Readonly<Record<string, Picture>>;

const mimes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
};

/** Larger ones make a notebook slow to open and to compare. */
export const mostPictureBytes = 200 * 1024;

const attribute = /^\{#(fig-[a-z0-9-]+)\}$/;
const isBeside = (url: string): boolean => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(url);

/** The picture and key of a paragraph that is a figure. */
function figureOf(node: Paragraph): { image: Image; key: string } | undefined {
  const [image, behind, ...more] = node.children;
  if (image?.type !== 'image' || behind?.type !== 'text' || more.length > 0) return undefined;
  const [, key] = attribute.exec(behind.value) ?? [];
  return key === undefined ? undefined : { image, key };
}

/** Figures of a lesson in its order. */
export function figuresIn(cells: readonly Cell[]): Figure[] {
  const figures: Figure[] = [];
  let anchor = '';
  for (const { kind, source } of cells) {
    if (kind !== 'markdown') continue;
    for (const node of parseMarkdown(source).children) {
      if (node.type === 'heading') anchor = textOf(node).trim().replaceAll(' ', '-');
      const found = node.type === 'paragraph' ? figureOf(node) : undefined;
      if (found === undefined) continue;
      const { key, image } = found;
      figures.push({ key, number: figures.length + 1, anchor, url: image.url });
    }
  }
  return figures;
}

/** Names of files beside the lesson that a text shows. */
export function picturesIn(source: string): string[] {
  const found = new Set<string>();
  visit(parseMarkdown(source), 'image', ({ url }) => {
    if (isBeside(url)) found.add(url);
  });
  return [...found];
}

/** The pictures that stand beside a lesson; one that does not is told by the rules for links. */
export async function readPictures(path: string, cells: readonly Cell[]): Promise<Pictures> {
  const names = cells.flatMap(({ kind, source }) =>
    kind === 'markdown' ? picturesIn(source) : [],
  );
  const pictures: Record<string, Picture> = {};
  for (const name of new Set(names)) {
    const file = join(dirname(path), name);
    const mime = mimes[extname(name).toLowerCase()];
    if (mime === undefined || !existsSync(file)) continue;
    pictures[name] = { mime, base64: (await readFile(file)).toString('base64') };
  }
  return pictures;
}

export function figureSplices(
  root: Root,
  figures: readonly Figure[],
  language: Language,
): Splice[] {
  const { figures: words } = messages(language).course;
  const splices: Splice[] = [];
  const byKey = new Map(figures.map((one) => [one.key, one]));
  const attached = ({ url, alt }: Image): string =>
    `![${(alt ?? '').replace(/[[\]\\]/g, '\\$&')}](${isBeside(url) ? `attachment:${url}` : url})`;
  visit(root, (node) => {
    if (node.type === 'paragraph') {
      const found = figureOf(node);
      const known = byKey.get(found?.key ?? '');
      if (found === undefined || known === undefined) return undefined;
      const { number } = known;
      const caption = `**${words.label({ number })}** ${found.image.title ?? ''}`;
      splices.push({ ...spanOf(node), shown: `${attached(found.image)}\n\n${caption}` });
      return 'skip';
    }
    if (node.type === 'image' && isBeside(node.url)) {
      const title = node.title == null ? '' : ` "${node.title.replaceAll('"', '\\"')}"`;
      const shown = attached(node).replace(/\)$/, () => `${title})`);
      splices.push({ ...spanOf(node), shown });
    }
    const known = node.type === 'link' ? byKey.get(node.url.slice(1)) : undefined;
    if (node.type !== 'link' || known === undefined || !node.url.startsWith('#')) return undefined;
    const { number, anchor } = known;
    const label = node.children.length === 0 ? words.inText({ number }) : textOf(node);
    splices.push({ ...spanOf(node), shown: `[${label}](#${encodeURI(anchor)})` });
    return 'skip';
  });
  return splices;
}

/** A figure that was edited in a notebook, as the lesson writes it. */
export function figureSource(text: string, figures: readonly Figure[], language: Language): string {
  const { figures: words } = messages(language).course;
  const shown = /!\[((?:\\.|[^\]\\])*)\]\(attachment:([^)\s]+)\)\n\n\*\*([^*\n]+)\*\* ?([^\n]*)/g;
  return text
    .replace(shown, (whole, alt: string, url: string, label: string, caption: string) => {
      const known = figures.find(({ number }) => label === words.label({ number }));
      if (known === undefined) return whole;
      return `![${alt}](${url} "${caption.replaceAll('"', '\\"')}"){#${known.key}}`;
    })
    .replace(/(!\[(?:\\.|[^\]\\])*\]\()attachment:([A-Za-z0-9_][A-Za-z0-9_.-]*)/g, '$1$2');
}

/** Checks figures of a whole lesson: alone in their paragraph, named once, found where they are named. */
export function checkFigures(root: Root, problems: Problems): void {
  const lines = new Map<string, number>();
  visit(root, 'paragraph', (node, _index, parent) => {
    const found = figureOf(node);
    const { line } = spanOf(node);
    if (found === undefined) {
      const isNear = node.children.some(
        (child) => child.type === 'text' && /\{#fig-[^}]*\}?/.test(child.value),
      );
      if (isNear) problems.add({ line }, 'figure-form', {});
      return;
    }
    const { image, key } = found;
    const isWhole = (image.title ?? '') !== '' && (image.alt ?? '') !== '' && isBeside(image.url);
    if (parent?.type !== 'root' || !isWhole) problems.add({ line }, 'figure-form', {});
    const before = lines.get(key);
    if (before !== undefined) problems.add({ line }, 'figure-twice', { key, line: before });
    lines.set(key, line);
  });
  const known = [...lines.keys()].map((key) => `#${key}`).join(', ') || '-';
  visit(root, (node) => {
    if (node.type === 'image' && !/^https?:/i.test(node.url)) {
      const isPixels = Object.hasOwn(mimes, extname(node.url).toLowerCase());
      if (!isPixels || !isBeside(node.url))
        problems.add(spanOf(node), 'picture-kind', { url: node.url });
    }
    if (node.type !== 'link') return;
    const isFigure = node.url.startsWith('#fig-');
    if (isFigure && !lines.has(node.url.slice(1))) {
      problems.add(spanOf(node), 'figure-unknown', { url: node.url, known });
    } else if (!isFigure && node.children.length === 0) {
      problems.add(spanOf(node), 'link-empty', { url: node.url });
    }
  });
}
