/** Loads a data set by its kind: each kind's reader is only loaded when it is needed. */
import { type DataPlaces, openDataFiles } from '../data-files.js';
import type { Dataset } from '../dataset-types.js';
import type { Manifest } from '../manifest.js';

export async function loadByKind(manifest: Manifest, places: DataPlaces): Promise<Dataset> {
  if (manifest.provided.by === 'generated') {
    const { generate } = await import('../generated/index.js');
    return generate(manifest);
  }
  const files = openDataFiles(manifest, places);
  switch (manifest.kind) {
    case 'images':
      return (await import('./images.js')).loadImages(manifest, files);
    case 'table':
      return (await import('./tables.js')).loadTable(manifest, files);
    case 'series':
      return (await import('./tables.js')).loadSeries(manifest, files);
    case 'texts':
      return (await import('./texts.js')).loadTexts(manifest, files);
    case 'pairs':
      return (await import('./texts.js')).loadPairs(manifest, files);
    case 'audio':
      return (await import('./audio.js')).loadAudio(manifest, files);
    case 'ratings':
      return (await import('./ratings.js')).loadRatings(manifest, files);
    case 'boxes':
      return (await import('./boxes.js')).loadBoxes(manifest, files);
    default:
      throw new Error(
        `Expected a data set of kind ${manifest.kind} to be generated. Received: ${manifest.name}`,
      );
  }
}
