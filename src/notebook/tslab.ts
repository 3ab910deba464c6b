/**
 * The only file that touches tslab (1.0.22): how output reaches the notebook.
 *
 * tslab's public `display` sends one mime type at a time; several forms of one output go through
 * the function behind it, which is private. It is looked for, and done without when not found.
 */
import { randomUUID } from 'node:crypto';

/** The same content in several forms; a front end shows the richest it knows. */
export type MimeBundle = Readonly<Record<string, unknown>>;

interface DisplayMessage {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}
type WriteDisplayData = (message: DisplayMessage, update: boolean) => void;
type RawDisplay = { raw(contentType: string, content: unknown): void };
interface PublicTslab {
  display: RawDisplay;
  newDisplay(): RawDisplay;
}

function kernelRequire(): ((id: string) => unknown) | undefined {
  const { __tslab__: tslab } = globalThis as { __tslab__?: { require?: unknown } };
  return typeof tslab?.require === 'function'
    ? (tslab.require as (id: string) => unknown)
    : undefined;
}

/** Whether the code runs in a tslab kernel. */
export function inNotebook(): boolean {
  return kernelRequire() !== undefined;
}

/** tslab's own writer of display messages, which takes a bundle. Looked up anew: it changes by cell. */
function privateWriter(require: (id: string) => unknown): WriteDisplayData | undefined {
  const module = require('node:module') as { _cache?: Record<string, { exports?: unknown }> };
  for (const [file, entry] of Object.entries(module._cache ?? {})) {
    if (!file.replaceAll('\\', '/').endsWith('tslab/dist/jupyter.js')) continue;
    const exports = (entry.exports ?? {}) as { lastWriteDisplayData?: unknown };
    const write = exports.lastWriteDisplayData;
    if (typeof write === 'function') return write as WriteDisplayData;
  }
  return undefined;
}

/** The form that shows something on every front end, when only one can be sent. */
function safestForm(bundle: MimeBundle): [string, unknown] {
  for (const type of ['text/html', 'image/svg+xml', 'text/markdown', 'text/plain']) {
    if (bundle[type] !== undefined) return [type, bundle[type]];
  }
  return Object.entries(bundle)[0] ?? ['text/plain', ''];
}

/** One place in a cell's output that can be drawn again and again. */
export interface OutputSlot {
  /** Shows the bundle, in the place of what was shown before. Does nothing outside a notebook. */
  show(bundle: MimeBundle): void;
  /** Shows the bundle for the last time; outside a notebook prints its text, once. */
  finish(bundle: MimeBundle): void;
}

/** Reserves a place; nothing is drawn until `show`. */
export function showInPlace(): OutputSlot {
  const id = randomUUID();
  let shown: MimeBundle | undefined;
  let single: RawDisplay | undefined;
  let finished = false;

  const show = (bundle: MimeBundle): void => {
    const require = kernelRequire();
    if (require === undefined) return;
    const write = privateWriter(require);
    if (write !== undefined) {
      const message = { data: bundle, metadata: {}, transient: { display_id: id } };
      write(message, shown !== undefined);
    } else {
      single ??= (require('tslab') as PublicTslab).newDisplay();
      single.raw(...safestForm(bundle));
    }
    shown = bundle;
  };
  return {
    show,
    finish(bundle) {
      if (inNotebook()) {
        show(bundle);
      } else if (!finished) {
        printText(bundle);
      }
      finished = true;
    },
  };
}

/** Shows a bundle once; outside a notebook prints its text. */
export function showBundle(bundle: MimeBundle): void {
  if (inNotebook()) showInPlace().show(bundle);
  else printText(bundle);
}

function printText(bundle: MimeBundle): void {
  const text = bundle['text/plain'];
  if (typeof text === 'string' && text !== '') console.log(text);
}
