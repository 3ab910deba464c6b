/**
 * A newer edition of a lesson brought into a notebook that somebody has worked in.
 *
 * The result has the cells of the new edition in their order. What its reader wrote stays: an answer
 * in the place of its exercise, a cell of their own behind the same cell as before. Three texts of
 * each cell are compared: as it was handed out (by its hash), as it is, as it is new.
 */
import { type HandedOut, sourceHash } from '../course/content.js';
import type { ImportedCell, ImportedNotebook, Json } from '../course/import/read.js';
import { aliasOf, type Renames } from '../course/migrations.js';

/** What the reader should look at; the key of its sentence. */
export type ChangeKind =
  /** The starter, or a cell of code that was edited, is another now: both are there. */
  | 'conflict'
  /** An exercise is gone or called otherwise: its answer is still there. */
  | 'removed-kept'
  | 'renamed'
  /** Other cells that are gone and were edited. */
  | 'edited-kept'
  /** A text, or a check, that was edited and is another now: the reader's stands behind it. */
  | 'text-kept'
  /** The question was changed under an answer. */
  | 'question-changed';

export interface Change {
  kind: ChangeKind;
  /** The exercise or question; else the cell's id. */
  cell: string;
}

export interface Merged {
  notebook: ImportedNotebook;
  changes: Change[];
  /** Answers and cells of the reader's own that were kept. */
  kept: { answers: number; own: number };
}

type Role = 'exercise' | 'check' | 'quiz' | 'code' | 'text';

interface OldCell {
  cell: ImportedCell;
  /** The id of the cell of the lesson that it is, in the new edition's names; undefined: the reader's own. */
  id: string | undefined;
  /** What it was called in its own edition. */
  oldId: string | undefined;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ids that the compiler of lessons makes; JupyterLab's own are letters and digits alone. */
const madeByUs = /-(?:text|code)-\d+$|^header$|^(?:exercise|check|quiz)-/;
const validId = /^[a-zA-Z0-9_-]{1,64}$/;

const gradusOf = (cell: ImportedCell): Json => {
  const { metadata } = cell.rest;
  return isObject(metadata) && isObject(metadata.gradus) ? metadata.gradus : {};
};

function roleOf(cell: ImportedCell): Role {
  const { exercise, check, quiz } = gradusOf(cell);
  if (typeof exercise === 'string') return 'exercise';
  if (typeof check === 'string') return 'check';
  if (typeof quiz === 'string') return 'quiz';
  return cell.kind === 'code' ? 'code' : 'text';
}

/** How a change names the cell. */
function nameOf(cell: ImportedCell, id: string): string {
  const { exercise, check, quiz } = gradusOf(cell);
  return String(exercise ?? check ?? quiz ?? id);
}

/**
 * @param old as the reader has it
 * @param fresh the new edition
 * @param handedOut what the old one says of its edition
 * @param renames from the old edition to the new one
 */
export function mergeNotebook(
  old: ImportedNotebook,
  fresh: ImportedNotebook,
  handedOut: HandedOut,
  renames: Renames = {},
): Merged {
  return new Merge(old, fresh, handedOut, renames).result();
}

class Merge {
  readonly #changes: Change[] = [];
  readonly #kept = { answers: 0, own: 0 };
  readonly #ids = new Set<string>();
  readonly #old: readonly OldCell[];
  readonly #base: Record<string, string>;

  constructor(
    readonly old: ImportedNotebook,
    readonly fresh: ImportedNotebook,
    readonly handedOut: HandedOut,
    readonly renames: Renames,
  ) {
    this.#base = handedOut.cells ?? {};
    this.#old = this.#recognised();
    for (const { rest } of fresh.cells) this.#ids.add(String(rest.id));
  }

  result(): Merged {
    const { fresh } = this;
    const freshIds = new Set(fresh.cells.map(({ rest }) => String(rest.id)));
    const byId = new Map(this.#old.flatMap((one) => (one.id ? [[one.id, one] as const] : [])));
    const { first, after } = this.#own(freshIds);
    const cells = [...first];
    for (const cell of fresh.cells) {
      const id = String(cell.rest.id);
      cells.push(...this.#merged(cell, id, byId.get(id)), ...(after.get(id) ?? []));
    }
    const metadata = { ...this.#metadata(this.old), ...this.#gradus() };
    const notebook = {
      cells,
      rest: { ...this.old.rest, metadata, nbformat: 4, nbformat_minor: 5 },
    };
    return { notebook, changes: this.#changes, kept: this.#kept };
  }

  #metadata({ rest }: ImportedNotebook): Json {
    return isObject(rest.metadata) ? rest.metadata : {};
  }

  #gradus(): Json {
    const { gradus, gradus_cells } = this.#metadata(this.fresh);
    return { gradus, gradus_cells };
  }

  /** Which cell of the lesson each old cell is. Of copies the first is, and the others are own cells. */
  #recognised(): OldCell[] {
    const taken = new Set<string>();
    const freshIds = new Set(this.fresh.cells.map(({ rest }) => String(rest.id)));
    return this.old.cells.map((cell) => {
      const given = typeof cell.rest.id === 'string' ? cell.rest.id : undefined;
      const { exercise, check, quiz } = gradusOf(cell);
      // Without an id (before nbformat 4.5, or retyped by hand) its mark says what it is.
      const marked =
        typeof exercise === 'string'
          ? `exercise-${exercise}`
          : typeof check === 'string'
            ? `check-${check}`
            : typeof quiz === 'string'
              ? `quiz-${quiz}`
              : undefined;
      const oldId = given !== undefined && this.#isOfLesson(given, freshIds) ? given : marked;
      const id = oldId === undefined ? undefined : (this.renames.cells?.[oldId] ?? oldId);
      if (id === undefined || taken.has(id)) return { cell, id: undefined, oldId: undefined };
      taken.add(id);
      return { cell, id, oldId };
    });
  }

  #isOfLesson(id: string, fresh: ReadonlySet<string>): boolean {
    if (this.renames.cells?.[id] !== undefined || fresh.has(id)) return true;
    return this.handedOut.cells === undefined ? madeByUs.test(id) : Object.hasOwn(this.#base, id);
  }

  /** The reader's own cells by the cell of the lesson that they stand behind, with what is gone. */
  #own(freshIds: ReadonlySet<string>) {
    const first: ImportedCell[] = [];
    const after = new Map<string, ImportedCell[]>();
    let list = first;
    for (const one of this.#old) {
      if (one.id !== undefined && freshIds.has(one.id)) {
        list = after.get(one.id) ?? [];
        after.set(one.id, list);
      } else if (this.#isNote(one.cell)) {
        // Of an earlier update: this one makes its own.
      } else if (one.id === undefined) {
        this.#kept.own++;
        list.push(this.#withId(one.cell));
      } else if (this.#isEdited(one)) {
        const role = roleOf(one.cell);
        const name = nameOf(one.cell, one.oldId ?? one.id);
        if (role === 'check' || (role === 'text' && this.handedOut.cells === undefined)) continue;
        this.#tell(role === 'exercise' ? 'removed-kept' : 'edited-kept', name);
        if (role === 'exercise' || role === 'quiz') this.#kept.answers++;
        else this.#kept.own++;
        list.push(this.#withId(deletable(one.cell)));
      }
    }
    return { first, after };
  }

  #isNote(cell: ImportedCell): boolean {
    const { update } = gradusOf(cell);
    return typeof update === 'string' && update === sourceHash(cell.source);
  }

  /** Whether a cell of the lesson is not as it was handed out; unknown counts as edited. */
  #isEdited({ cell, oldId = '' }: OldCell): boolean {
    return this.#base[oldId] !== sourceHash(cell.source);
  }

  /** A cell of the new edition, with what the reader made of the old one. */
  #merged(cell: ImportedCell, id: string, old: OldCell | undefined): ImportedCell[] {
    if (old === undefined) return this.#isDeleted(cell, id) ? [] : [cell];
    const now = sourceHash(cell.source);
    const theirs = sourceHash(old.cell.source);
    const role = roleOf(cell);
    const { ran } = old.cell;
    if (theirs === now) return [this.#joined(cell, old, cell.source, ran)];
    const isEdited = this.#isEdited(old);
    if (!isEdited || (role === 'check' && this.handedOut.cells === undefined)) return [cell];
    const wasSame = this.#base[old.oldId ?? ''] === now;
    if (role === 'text' || role === 'check') {
      if (wasSame) return [this.#joined(cell, old, old.cell.source, ran)];
      if (this.handedOut.cells === undefined) return [cell];
      this.#tell('text-kept', nameOf(cell, id));
      this.#kept.own++;
      return [cell, this.#withId(deletable({ ...old.cell, rest: without(old.cell.rest, 'id') }))];
    }
    if (role === 'exercise' || role === 'quiz') this.#kept.answers++;
    const renamed = this.#renamed(cell, old);
    const source = old.cell.source + renamed;
    const answer = this.#joined(cell, old, source, ran);
    if (renamed !== '') this.#tell('renamed', nameOf(cell, id));
    if (role === 'quiz') {
      if (this.#isQuestionChanged(id)) this.#tell('question-changed', nameOf(cell, id));
      return [answer];
    }
    if (wasSame) return [answer];
    this.#tell('conflict', nameOf(cell, id));
    return [this.#note(cell, id), answer];
  }

  /** A cell that the reader took out, and that is not another since. */
  #isDeleted(cell: ImportedCell, id: string): boolean {
    if (this.#base[id] !== undefined) {
      if (this.#base[id] === sourceHash(cell.source)) return true;
    }
    // An answer that stands in a cell of their own would be overwritten by the starter.
    const { exercise } = gradusOf(cell);
    return (
      typeof exercise === 'string' &&
      this.#old.some((one) => one.id === undefined && declares(one.cell, exercise))
    );
  }

  #isQuestionChanged(id: string): boolean {
    const text = this.fresh.cells.find(({ rest }) => rest.id === `${id}-text`);
    const before = this.#base[`${id}-text`];
    return text !== undefined && before !== undefined && before !== sourceHash(text.source);
  }

  /** A line that lets an answer be found under its exercise's new name. */
  #renamed(cell: ImportedCell, { cell: old }: OldCell): string {
    const { exercise } = gradusOf(cell);
    if (typeof exercise !== 'string') return '';
    const before = Object.entries(this.renames.exercises ?? {}).find(([, to]) => to === exercise);
    if (before === undefined || declares(old, exercise) || !declares(old, before[0])) return '';
    return `\n${aliasOf(before[0], exercise)}`;
  }

  /** The reader's text in the new cell, with the metadata of both. */
  #joined(cell: ImportedCell, old: OldCell, source: string, ran: Json | undefined): ImportedCell {
    const metadata = { ...metadataOf(old.cell), ...metadataOf(cell) };
    const rest = { ...old.cell.rest, ...cell.rest, metadata };
    return { kind: cell.kind, source, rest, ...(ran !== undefined && { ran }) };
  }

  /** The new starter beside an answer: text, so that it changes nothing of what runs. */
  #note(cell: ImportedCell, id: string): ImportedCell {
    const source = `**↓ gradus update: ${nameOf(cell, id)}**\n\n\`\`\`ts\n${cell.source}\n\`\`\``;
    const metadata = { gradus: { update: sourceHash(source) } };
    return this.#withId({
      kind: 'markdown',
      source,
      rest: { id: `new-${id}`.slice(0, 64), metadata },
    });
  }

  #withId(cell: ImportedCell): ImportedCell {
    const given = typeof cell.rest.id === 'string' ? cell.rest.id : '';
    const wanted = validId.test(given) ? given : `own-${sourceHash(cell.source)}`;
    let id = wanted;
    for (let n = 2; this.#ids.has(id); n++) id = `${wanted.slice(0, 58)}-${n}`;
    this.#ids.add(id);
    return { ...cell, rest: { ...cell.rest, id } };
  }

  #tell(kind: ChangeKind, cell: string): void {
    this.#changes.push({ kind, cell });
  }
}

const metadataOf = ({ rest }: ImportedCell): Json => (isObject(rest.metadata) ? rest.metadata : {});

const without = (value: Json, key: string): Json =>
  Object.fromEntries(Object.entries(value).filter(([one]) => one !== key));

/** A cell that is the reader's own from now on: no mark of the lesson, and it may be deleted. */
function deletable(cell: ImportedCell): ImportedCell {
  const { deletable: _1, gradus: _2, tags: _3, ...metadata } = metadataOf(cell);
  return { ...cell, rest: { ...cell.rest, metadata } };
}

/** Whether a cell of code declares a name, as far as its text tells. */
function declares({ kind, source }: ImportedCell, name: string): boolean {
  const pattern = new RegExp(
    String.raw`(?:^|[;\n}])\s*(?:export\s+)?(?:async\s+)?(?:function\s*\*?|class|const|let|var)\s+${name.replace(/\$/g, '\\$')}(?![\w$])`,
  );
  return kind === 'code' && pattern.test(source);
}
