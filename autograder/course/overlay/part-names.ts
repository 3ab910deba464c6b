/** Files of a lesson's folder; a private reference may have any of them. */
export const partNames = [
  'visible',
  'hidden',
  'solution',
  'mutants',
  'variants',
  'allowed',
  'artefacts',
] as const;
export type PartName = (typeof partNames)[number];
