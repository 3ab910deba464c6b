/** `node src/setup/write-help.mjs`: help.json from the built command. A test compares the two. */
import { writeFileSync } from 'node:fs';
import { inRoot } from './root.mjs';

const built = inRoot('dist', 'autograder', 'cli', 'help.js');
const { helpOfAll } = await import(built);
writeFileSync(inRoot('src', 'setup', 'help.json'), `${JSON.stringify(helpOfAll(), null, 2)}\n`);
