/** Where the references of lessons lie beside the judge. */
import { existsSync } from 'node:fs';

const whole = new URL('../reference/', import.meta.url);

/** False in the published package: it holds visible tests and recorded answers, no solution. */
export const holdsSolutions = existsSync(whole);

/** One folder for each lesson. */
export const referenceFolder = holdsSolutions ? whole : new URL('../checks/', import.meta.url);
