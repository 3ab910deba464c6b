import { afterEach, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { loadNative } from './native.js';

describeIf('native', 'the library that computes', () => {
  const before = process.env.TF_ENABLE_ONEDNN_OPTS;
  afterEach(() => {
    if (before === undefined) delete process.env.TF_ENABLE_ONEDNN_OPTS;
    else process.env.TF_ENABLE_ONEDNN_OPTS = before;
  });

  test('oneDNN on Intel and AMD, unless the user says otherwise', () => {
    delete process.env.TF_ENABLE_ONEDNN_OPTS;
    loadNative();
    expect(process.env.TF_ENABLE_ONEDNN_OPTS).toBe(process.arch === 'x64' ? '1' : undefined);
    process.env.TF_ENABLE_ONEDNN_OPTS = '0';
    loadNative();
    expect(process.env.TF_ENABLE_ONEDNN_OPTS).toBe('0');
  });
});
