/** `npm run gradus -- …`: the `gradus` command, `setup` and `doctor` among its words. */
import { command, sayAtOnce } from './command.mjs';

const [word, ...rest] = process.argv.slice(2);

await command(async () => {
  const { called } = await import('./root.mjs');
  const { answerAtOnce, commandNames, refuse } = await import('./words.mjs');
  process.env.GRADUS_CALLED_AS = called;
  if (word === undefined) return sayAtOnce({ ...help(''), code: 2 });
  if (word === 'help') return sayAtOnce(help(rest[0] ?? ''));
  const isOption = word.startsWith('-');
  if (isOption && word !== '--version' && !word.startsWith('--lang')) {
    return sayAtOnce(answerAtOnce('', [word, ...rest], called) ?? help(''));
  }
  if (!isOption) {
    const known = commandNames();
    const wrong = known.includes(word)
      ? answerAtOnce(word, rest, called)
      : refuse('command', word, known, rest, called);
    if (wrong !== undefined) return sayAtOnce(wrong);
  }
  // Before the build: they must also work where that is what fails.
  if (word === 'doctor' || word === 'setup') {
    const { hand } = await import('./run.mjs');
    const { inRoot } = await import('./root.mjs');
    const script = word === 'doctor' ? 'doctor.mjs' : 'set-up.mjs';
    return hand(process.execPath, [inRoot('src', 'setup', script)]);
  }
  const { setUpBase } = await import('./setup.mjs');
  await setUpBase();
  const { inRoot } = await import('./root.mjs');
  const { hand } = await import('./run.mjs');
  return hand(process.execPath, [inRoot('dist', 'autograder', 'cli.js'), word, ...rest]);

  /** @param {string} of */
  function help(of) {
    const shown = answerAtOnce(of, ['--help', ...rest], called);
    return shown?.text ? shown : refuse('command', of, commandNames(), rest, called);
  }
});
