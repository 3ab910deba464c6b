/** A small server of files for tests of downloads, and a folder of manifests that name it. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Of } from '../data-files.js';

export interface FileServer {
  url: string;
  /** Each request as `path range`. */
  requests: string[];
  files: Map<string, Buffer>;
  /** Cuts the next answer off after so many bytes. */
  cutAfter: number | undefined;
  /** Whether parts of files are given. */
  ranges: boolean;
  close(): Promise<void>;
}

export async function serveFiles(): Promise<FileServer> {
  const state: Omit<FileServer, 'url' | 'close'> = {
    requests: [],
    files: new Map(),
    cutAfter: undefined,
    ranges: true,
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { range } = request.headers;
    state.requests.push(`${request.url} ${range ?? ''}`.trim());
    const whole = state.files.get(request.url ?? '');
    if (whole === undefined) {
      response.writeHead(404).end();
      return;
    }
    const from = state.ranges ? Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0) : 0;
    if (from >= whole.length && from > 0) {
      response.writeHead(416).end();
      return;
    }
    const bytes = whole.subarray(from);
    const part =
      from > 0 ? { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, { ...part, 'content-length': bytes.length });
    const cut = state.cutAfter;
    state.cutAfter = undefined;
    if (cut === undefined) response.end(bytes);
    else response.write(bytes.subarray(0, cut), () => response.destroy());
  };
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return Object.assign(state, { url: `http://127.0.0.1:${port}`, close });
}

/** What is different from a plain file of lines. */
interface FileOptions {
  urls?: object[];
  mirror?: object;
  bytes?: number;
  sha256?: string;
  path?: string;
}

/** A folder with the manifest of one set of texts, `tiny`, to be downloaded. */
export function tinySet(
  content: Buffer,
  options: FileOptions = {},
): { folder: string; cache: string } {
  const root = mkdtempSync(join(tmpdir(), 'gradus-download-'));
  const folder = join(root, 'sets');
  mkdirSync(join(folder, 'tiny'), { recursive: true });
  const file = {
    path: 'tiny.txt',
    format: 'lines',
    bytes: content.length,
    sha256: sha256Of(content),
    ...options,
  };
  const manifest = {
    ...{ name: 'tiny', title: 'Tiny', description: 'Lines.', kind: 'texts', language: 'en' },
    ...{ provided: { by: 'download' }, origin: 'a test', citation: 'none', fields: {} },
    licence: { id: 'CC0-1.0', file: 'LICENSE' },
    splits: { all: content.toString().trimEnd().split('\n').length },
    files: [file],
  };
  writeFileSync(join(folder, 'tiny', 'manifest.json'), JSON.stringify(manifest));
  return { folder, cache: join(root, 'cache') };
}
