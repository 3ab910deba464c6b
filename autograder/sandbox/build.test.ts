import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { buildDriver } from './build.js';

test('the driver holds nothing that no exercise needs: every sandbox reads all of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-driver-'));
  try {
    const file = join(folder, 'driver.cjs');
    await buildDriver(fileURLToPath(new URL('../../', import.meta.url)), file);
    const code = readFileSync(file, 'utf8');
    // The schemas of the judge, and a client for pages on the network.
    expect(code).not.toMatch(/ZodError|xn--[a-z]|Punycode/);
    expect(code.length).toBeLessThan(1_500_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
