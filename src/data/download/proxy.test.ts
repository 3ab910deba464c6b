import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { downloadDataset } from './download.js';
import { type FileServer, serveFiles, tinySet } from './server.fixture.js';

const content = Buffer.from(Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join(''));

interface Proxy {
  /** `host:port`, without a scheme. */
  at: string;
  /** What it was asked, as `METHOD target`, and who asked. */
  asked: string[];
  authorization: (string | undefined)[];
  close(): Promise<void>;
}

/** A proxy that leads every host to one server; or refuses tunnels. */
async function startProxy(to: string, refuseTunnels = false): Promise<Proxy> {
  const { port } = new URL(to);
  const state: Omit<Proxy, 'at' | 'close'> = { asked: [], authorization: [] };
  const server: Server = createServer((request, response) => {
    state.asked.push(`${request.method} ${request.url}`);
    state.authorization.push(request.headers['proxy-authorization']);
    const { pathname } = new URL(request.url ?? '');
    const options = { port, path: pathname, headers: request.headers };
    const onward = httpRequest(options, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
      answer.on('close', () => answer.complete || response.destroy());
    });
    onward.on('error', () => response.destroy());
    onward.end();
  });
  server.on('connect', (request, socket) => {
    state.asked.push(`CONNECT ${request.url}`);
    if (refuseTunnels) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const onward = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return Object.assign(state, { at: `127.0.0.1:${(server.address() as AddressInfo).port}`, close });
}

let server: FileServer;
let proxy: Proxy;
beforeEach(async () => {
  vi.stubEnv('GRADUS_DATASET_MIRROR', '');
  for (const name of [
    'http_proxy',
    'HTTP_PROXY',
    'https_proxy',
    'HTTPS_PROXY',
    'no_proxy',
    'NO_PROXY',
  ]) {
    vi.stubEnv(name, undefined);
  }
  server = await serveFiles();
  server.files.set('/tiny.txt', content);
  proxy = await startProxy(server.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await proxy.close();
  await server.close();
});

/** A host that no name server knows: only a proxy leads to it. */
const elsewhere = 'http://data.example.invalid/tiny.txt';
const download = (url: string) => downloadDataset('tiny', tinySet(content, { urls: [{ url }] }));
const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => expect.unreachable('it should fail'),
    (error: Error) => error.message,
  );

test('without a variable it is asked directly', async () => {
  await download(`${server.url}/tiny.txt`);
  expect(proxy.asked).toEqual([]);
});

test.each([
  ['HTTP_PROXY', 'http://'],
  ['http_proxy', 'http://'],
  ['HTTP_PROXY', ''],
])('%s=%s… is asked for the whole address', async (name, scheme) => {
  vi.stubEnv(name, `${scheme}${proxy.at}`);
  await download(elsewhere);
  expect(proxy.asked).toEqual([`GET ${elsewhere}`]);
});

test('a download that was cut off goes on through the proxy', async () => {
  vi.stubEnv('HTTP_PROXY', `http://${proxy.at}`);
  const places = tinySet(content, { urls: [{ url: elsewhere }] });
  server.cutAfter = 70_000;
  await failure(downloadDataset('tiny', places));
  await downloadDataset('tiny', places);
  expect(server.requests[1]).toMatch(/^\/tiny\.txt bytes=[1-9]\d*-$/);
});

test('of https a tunnel is asked for, also where only HTTP_PROXY is set', async () => {
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY']) {
    const strict = await startProxy(server.url, true);
    vi.stubEnv(name, `http://${strict.at}`);
    const message = await failure(download('https://data.example.invalid/tiny.txt'));
    expect(strict.asked).toEqual(['CONNECT data.example.invalid:443']);
    expect(message).toContain(name);
    vi.stubEnv(name, undefined);
    await strict.close();
  }
});

test.each(['127.0.0.1', 'example.org, 127.0.0.1', '*'])(
  'NO_PROXY=%s goes by the proxy',
  async (hosts) => {
    vi.stubEnv('HTTP_PROXY', `http://${proxy.at}`);
    vi.stubEnv('NO_PROXY', hosts);
    await download(`${server.url}/tiny.txt`);
    expect(proxy.asked).toEqual([]);
  },
);

test('NO_PROXY of other hosts changes nothing; an empty lower-case variable turns the proxy off', async () => {
  vi.stubEnv('HTTP_PROXY', `http://${proxy.at}`);
  vi.stubEnv('NO_PROXY', '.example.org,localhost');
  await download(elsewhere);
  expect(proxy.asked).toHaveLength(1);
  vi.stubEnv('http_proxy', '');
  await download(`${server.url}/tiny.txt`);
  expect(proxy.asked).toHaveLength(1);
});

test('name and password of the address are given to the proxy, and stand in no message', async () => {
  vi.stubEnv('HTTP_PROXY', `http://ada:s%40cret@${proxy.at}`);
  await download(elsewhere);
  expect(proxy.authorization).toEqual([`Basic ${Buffer.from('ada:s@cret').toString('base64')}`]);
  await proxy.close();
  const message = await failure(download(elsewhere));
  expect(message).toContain('HTTP_PROXY');
  expect(message).not.toMatch(/s%40cret|s@cret/);
});

test.each(['ftp://proxy:21', 'http://', 'http://ada:secret@'])(
  '%s is refused by the name of its variable',
  async (value) => {
    vi.stubEnv('HTTPS_PROXY', value);
    const message = await failure(download('https://data.example.invalid/tiny.txt'));
    expect(message).toContain('HTTPS_PROXY is not the address of a proxy');
    expect(message).not.toContain('secret');
  },
);
