/** Recordings in a zip, whose names say what they are. */
import type { DataFiles } from '../data-files.js';
import { DatasetError } from '../dataset-error.js';
import type { AudioDataset } from '../dataset-types.js';
import type { ManifestFile, ManifestOf } from '../manifest.js';
import { parseWav } from '../readers/wav.js';
import { detailsOf, infoOf } from './info.js';

export async function loadAudio(
  manifest: ManifestOf<'audio'>,
  files: DataFiles,
): Promise<AudioDataset> {
  const { classes, language, sampleRate, nameParts } = manifest;
  const others = nameParts.filter((name) => name !== 'class');
  const { add, details } = detailsOf(['name', ...others]);
  const clips: Float32Array[] = [];
  const labels: number[] = [];
  const [zip] = manifest.files as [ManifestFile];
  const found = await files.unzip(zip);
  // The order in a zip is chance.
  for (const { name, bytes } of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const parts = name.replace(/\.wav$/i, '').split('_');
    const label = Number(parts[nameParts.indexOf('class')]);
    const wav = parseWav(bytes, {}, name);
    if (classes[label] === undefined || wav.sampleRate !== sampleRate) {
      const reason = `class ${label}, ${wav.sampleRate} Hz`;
      throw new DatasetError('bad-file', { path: name, reason });
    }
    clips.push(wav.channels[0] ?? new Float32Array());
    labels.push(label);
    add([name, ...others.map((part) => parts[nameParts.indexOf(part)] ?? '')]);
  }
  return {
    ...infoOf(manifest),
    kind: 'audio',
    language,
    sampleRate,
    clips,
    labels,
    classes,
    details,
  };
}
