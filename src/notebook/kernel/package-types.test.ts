import { describe, expect, test } from 'vitest';
import { manifestForTypes } from './package-types.js';

const read = (manifest: object, files: string[]) =>
  JSON.parse(manifestForTypes(JSON.stringify(manifest), (file) => files.includes(file))) as {
    types?: string;
    main?: string;
    typesVersions?: { '*': Record<string, string[]> };
  };

describe('manifestForTypes', () => {
  test('one entry: a text, conditions, or a path', () => {
    const files = ['./index.js', './index.d.ts'];
    const said = { main: './index.js', types: './index.d.ts' };
    expect(read({ exports: './index.js' }, files)).toMatchObject(said);
    expect(read({ exports: { import: './index.js' } }, files)).toMatchObject(said);
    expect(
      read({ exports: { '.': { types: './index.d.ts', default: './index.js' } } }, files),
    ).toMatchObject(said);
  });

  test('types inside a condition, and beside code of the other kinds', () => {
    const nested = { import: { types: './a.d.mts', default: './a.mjs' } };
    expect(read({ exports: nested }, ['./a.d.mts', './a.mjs'])).toMatchObject({
      types: './a.d.mts',
      main: './a.mjs',
    });
    expect(read({ exports: './b.cjs' }, ['./b.d.cts', './b.cjs'])).toMatchObject({
      types: './b.d.cts',
    });
  });

  test('subpaths and patterns', () => {
    const exports = { '.': './i.js', './sub': './lib/sub.js', './deep/*': './lib/*/index.js' };
    const files = ['./i.js', './i.d.ts', './lib/sub.js', './lib/sub.d.ts'];
    expect(read({ exports }, files).typesVersions?.['*']).toEqual({
      sub: ['./lib/sub.d.ts', './lib/sub.js'],
      'deep/*': ['./lib/*/index.d.ts', './lib/*/index.js'],
      'i.d.ts': ['./i.d.ts'],
      'i.js': ['./i.js'],
    });
  });

  test('without types the code is still found', () => {
    expect(read({ exports: { default: './i.js' } }, ['./i.js'])).toMatchObject({ main: './i.js' });
  });

  test('what needs no help stays: no exports, typesVersions, no JSON', () => {
    for (const text of [
      '{"main":"a.js"}',
      '{"exports":"./a.js","typesVersions":{}}',
      '{broken',
      'null',
    ]) {
      expect(manifestForTypes(text, () => true)).toBe(text);
    }
  });
});
