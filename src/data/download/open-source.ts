/** The bytes at an address, from a place on. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { messages } from '../../messages/index.js';
import { environmentFetch, proxyVariables } from './proxy.js';

/** Why one address did not give the file; the next one is tried. */
export class AttemptError extends Error {}

export interface Opened {
  /** Where the bytes begin: 0 when the server gives the whole file again. */
  begin: number;
  chunks: AsyncIterable<Uint8Array>;
}

/** A server that says nothing for so long is given up. */
const idleMs = 30_000;

async function openFile(url: URL, from: number): Promise<Opened> {
  const path = fileURLToPath(url);
  const { attempt } = messages().data;
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new AttemptError(attempt.missing({ url: url.href }));
    throw new AttemptError(attempt.network({ url: url.href, reason: error.message }));
  });
  const begin = from <= found.size ? from : 0;
  return { begin, chunks: createReadStream(path, { start: begin }) };
}

/** The causes of an error of `fetch`, which says only that it failed. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: unknown };
  const inner =
    cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : '';
  return inner ? `${message}: ${inner}` : message;
}

async function openHttp(url: URL, from: number): Promise<Opened> {
  const { attempt } = messages().data;
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(new Error(`${idleMs / 1000} s`)), idleMs);
  };
  // Packed on the way, a part of a file could not be asked for.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (from > 0) headers.range = `bytes=${from}-`;
  alive();
  const failed = (error: unknown): AttemptError => {
    clearTimeout(timer);
    const variables = proxyVariables().join(', ');
    const reason = reasonOf(error);
    const why = variables === '' ? reason : attempt.proxySet({ reason, variables });
    return new AttemptError(attempt.network({ url: url.href, reason: why }));
  };
  const response = await environmentFetch()
    .then((fetch) => fetch(url, { headers, signal: stop.signal }))
    .catch((error: unknown) => {
      throw failed(error);
    });
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    await response.body?.cancel().catch(() => {});
  };
  // The part is longer than the file: it is of another one.
  if (response.status === 416 && from > 0) {
    await close();
    return openHttp(url, 0);
  }
  if (response.status !== 200 && response.status !== 206) {
    await close();
    throw new AttemptError(attempt.status({ url: url.href, status: response.status }));
  }
  const [, start = '0'] = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '') ?? [];
  const begin = response.status === 206 ? Number(start) : 0;
  if (begin !== from && begin !== 0) {
    await close();
    throw new AttemptError(attempt.status({ url: url.href, status: response.status }));
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of response.body ?? []) {
        alive();
        yield chunk as Uint8Array;
      }
    } catch (error) {
      throw failed(error);
    } finally {
      await close();
    }
  }
  return { begin, chunks: chunks() };
}

/** @throws AttemptError */
export const openSource = (url: URL, from: number): Promise<Opened> =>
  url.protocol === 'file:' ? openFile(url, from) : openHttp(url, from);
