/** Where a file may be had: a mirror first, then the addresses of its makers, in their order. */
import { DatasetError } from '../dataset-error.js';
import type { ManifestFile } from '../manifest.js';

export interface Source {
  url: URL;
  packing?: 'gzip' | undefined;
  member?: string | undefined;
}

/** @throws DatasetError `bad-mirror` */
function baseOf(mirror: string): URL {
  let base: URL | undefined;
  try {
    base = new URL(mirror.endsWith('/') ? mirror : `${mirror}/`);
  } catch {
    // No URL at all.
  }
  if (base !== undefined && ['file:', 'http:', 'https:'].includes(base.protocol)) return base;
  throw new DatasetError('bad-mirror', { given: mirror });
}

/**
 * @param mirror the base of a mirror; a file lies there at the path that its manifest names
 * @throws DatasetError `bad-mirror`
 */
export function sourcesOf(file: ManifestFile, mirror: string | undefined): Source[] {
  const official = (file.urls ?? []).map((source) => ({ ...source, url: new URL(source.url) }));
  if (mirror === undefined || mirror === '') return official;
  const base = baseOf(mirror);
  if (file.mirror === undefined) return official;
  const { path, packing } = file.mirror;
  return [{ url: new URL(path, base), packing }, ...official];
}
