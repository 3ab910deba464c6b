import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findPython, pipReason } from './python.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-python-'));
  vi.stubEnv('PATH', folder);
  vi.stubEnv('GRADUS_PYTHON', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, version: string): void => {
  writeFileSync(join(folder, name), `#!/bin/sh\necho ${version}\n`);
  chmodSync(join(folder, name), 0o755);
};

test('a Python that TensorFlow has a wheel for is preferred to a newer one', async () => {
  put('python3', '3.14.1');
  put('python3.12', '3.12.4');
  expect(await findPython()).toEqual({ program: 'python3.12', version: '3.12.4' });
});

test('a newer one serves where there is no other, an older one never', async () => {
  put('python3', '3.9.2');
  expect(await findPython()).toBeUndefined();
  put('python3', '3.14.1');
  expect(await findPython()).toEqual({ program: 'python3', version: '3.14.1' });
});

test('what pip says is cut down to the reason', () => {
  const output = `Looking in indexes: http://127.0.0.1:9/simple
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<x>: Failed to establish a new connection: [Errno 111] Connection refused')': /simple/jupyterlab/
ERROR: Could not find a version that satisfies the requirement jupyterlab==4.6.6 (from versions: none)
ERROR: No matching distribution found for jupyterlab==4.6.6
`;
  expect(pipReason(output)).toBe(
    `ERROR: Could not find a version that satisfies the requirement jupyterlab==4.6.6 (from versions: none)
ERROR: No matching distribution found for jupyterlab==4.6.6
[Errno 111] Connection refused`,
  );
});
