/** What the kernel knows of the cells it has run: source, compiled code, and where a stack points. */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  cellsKey,
  type KernelCells,
  type RunningCell,
  type StudentPlace,
} from '../../runtime/kernel-cells.js';
import { type PositionMap, positionMap } from './cell-map.js';
import { type CompiledFrame, cellFrames } from './frames.js';

interface CellRecord {
  source: string;
  compiled: string;
  map?: PositionMap;
}

/** A frame of the student's own code, in the student's own lines. */
export interface StudentFrame extends StudentPlace {
  fn: string | undefined;
}

export interface CellBook extends KernelCells {
  /** Keeps what a cell was compiled to; a later error may lie in it. */
  record(count: number, source: string, compiled: string): void;
  /** Runs a cell; all that it starts knows which cell it belongs to. */
  run<T>(cell: RunningCell, body: () => T): T;
  /** The student's frames of a stack, innermost first. */
  frames(stack: string): StudentFrame[];
}

/** Makes the book and puts it where `check` and the charts find it. */
export function openCellBook(): CellBook {
  const records = new Map<number, CellRecord>();
  const running = new AsyncLocalStorage<RunningCell>();

  const toStudent = (found: CompiledFrame): StudentFrame[] => {
    const record = records.get(found.count);
    if (record === undefined) return [];
    // Only cells that fail are ever mapped.
    record.map ??= positionMap(record.source, record.compiled);
    const position = record.map(found);
    if (position === undefined) return [];
    const text = record.source.split('\n')[position.line - 1] ?? '';
    return [{ cell: found.count, ...position, text, fn: found.fn }];
  };
  const frames = (stack: string): StudentFrame[] => cellFrames(stack).flatMap(toStudent);

  const book: CellBook = {
    record: (count, source, compiled) => void records.set(count, { source, compiled }),
    run: (cell, body) => running.run(cell, body),
    frames,
    running: () => running.getStore(),
    limited: (_ms, body) => body(),
    locate(stack) {
      const first = frames(stack)[0];
      if (first === undefined) return undefined;
      const { cell, line, column, text } = first;
      return { cell, line, column, text: text.trim() };
    },
  };
  (globalThis as { [cellsKey]?: KernelCells })[cellsKey] = book;
  return book;
}
