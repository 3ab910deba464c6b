import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import type { Notebook } from './notebook.js';
import { startTypeService } from './type-service.js';

const notebook = (source: string): Notebook => ({
  lesson: undefined,
  texts: [],
  cells: [{ number: 1, id: undefined, source }],
});
const sourceOf = ({ cells }: Notebook): string => cells[0]?.source ?? '';

/** A worker that answers with each notebook's source, or never where it holds `hang`. */
class FakeWorker extends EventEmitter {
  readonly batches: string[][];
  constructor(batches: string[][]) {
    super();
    this.batches = batches;
  }
  postMessage(notebooks: Notebook[]): void {
    const sources = notebooks.map(sourceOf);
    this.batches.push(sources);
    if (sources.some((source) => source.includes('crash'))) {
      queueMicrotask(() => this.emit('error', new Error('heap')));
    } else if (!sources.some((source) => source.includes('hang'))) {
      const place = { cell: 1, line: 1, column: 1, text: '' };
      queueMicrotask(() =>
        this.emit(
          'message',
          sources.map((message) => [{ message, place }]),
        ),
      );
    }
  }
  async terminate(): Promise<number> {
    return 0;
  }
}

function service(options: { batchSize?: number; limitMs?: number } = {}) {
  const batches: string[][] = [];
  const start = vi.fn(() => new FakeWorker(batches));
  const types = startTypeService('/', { limitMs: 50, start, ...options });
  const check = async (source: string): Promise<string[] | undefined> =>
    (await types.check(notebook(source)))?.map(({ message }) => message);
  return { batches, start, check, close: types.close };
}

test('what is asked at once is checked together, in batches, and each gets its own answer', async () => {
  const { batches, start, check } = service({ batchSize: 2 });
  expect(await Promise.all(['a', 'b', 'c'].map(check))).toEqual([['a'], ['b'], ['c']]);
  expect(batches).toEqual([['a', 'b'], ['c']]);
  expect(await check('d')).toEqual(['d']);
  expect(start).toHaveBeenCalledTimes(1);
});

test.each(['hang', 'crash'])(
  'one notebook that makes the checker %s takes no diagnostics from the others',
  async (bad) => {
    const { batches, check } = service();
    expect(await Promise.all(['a', bad, 'b'].map(check))).toEqual([['a'], undefined, ['b']]);
    expect(batches).toEqual([['a', bad, 'b'], ['a'], [bad], ['b']]);
  },
);

test('closed, it answers what is still asked for with nothing, and starts no new worker', async () => {
  const { batches, start, check, close } = service({ batchSize: 1, limitMs: 600_000 });
  const asked = Promise.all(['hang', 'b', 'c'].map(check));
  await vi.waitFor(() => expect(batches).toEqual([['hang']]));
  await close();
  expect(await asked).toEqual([undefined, undefined, undefined]);
  expect(await check('d')).toBeUndefined();
  expect(start).toHaveBeenCalledTimes(1);
});
