/**
 * `npm start` in a folder, until JupyterLab answers; then it is ended.
 *
 *     node test/packaging/answers.mjs FOLDER
 *
 * On WebAssembly: the other backend is a download of its own, which `install.mjs --native` tries.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { npm } from '../../src/setup/npm-packages.mjs';

const folder = process.argv[2] ?? '.';
const port = await new Promise((resolve) => {
  const server = createServer();
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
  });
});
const { program, args } = npm();
const words = ['--no-browser', '--port', String(port), '--', '--IdentityProvider.token=test'];
const child = spawn(program, [...args, 'start', '--', ...words], {
  cwd: folder,
  // A group of its own, so that the server ends with it.
  detached: true,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, GRADUS_BACKEND: 'wasm' },
});
const asked = `http://127.0.0.1:${port}/api/contents/index.md?content=0`;
const headers = { Authorization: 'token test' };
const deadline = Date.now() + 14 * 60_000;
let answered = false;
while (!answered && child.exitCode === null && Date.now() < deadline) {
  await pause(300);
  answered = (await fetch(asked, { headers }).catch(() => undefined))?.ok === true;
}
console.log(answered ? 'ANSWERED' : 'no answer');
const ended = new Promise((resolve) => child.once('close', resolve));
if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
await Promise.race([ended, pause(10_000)]);
process.exit(answered ? 0 : 1);
