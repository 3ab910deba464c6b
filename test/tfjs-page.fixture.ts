/** A server of saved models, and of a page that has the released TensorFlow.js and nothing of gradus. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const library = new URL('../node_modules/@tensorflow/tfjs/dist/tf.min.js', import.meta.url)
  .pathname;

/** Serves the files of a folder, and at `/` the page. */
export async function servePage(
  folder: string,
): Promise<{ readonly address: string; close(): void }> {
  const server = createServer(({ url = '/' }, response) => {
    if (url === '/') return response.end('<script src="/tf.min.js"></script>');
    const path = url === '/tf.min.js' ? library : join(folder, url);
    if (existsSync(path)) return response.end(readFileSync(path));
    return response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, close: () => void server.close() };
}
