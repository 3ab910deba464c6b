/** `gradus`, from its arguments to an exit code. */
import { CommanderError } from 'commander';
import { type Language, languages, messages } from '../../src/messages/index.js';
import { UsageError } from '../results/types.js';
import { calledAs } from './called.js';
import { report } from './errors.js';
import { createProgram } from './program.js';

/** Before anything is parsed: the help and the errors of the parser need the language too. */
function languageOf(argv: readonly string[]): { language: Language; wrong?: UsageError } {
  const at = argv.indexOf('--lang');
  const wanted =
    at >= 0 ? argv[at + 1] : argv.find((a) => a.startsWith('--lang='))?.slice('--lang='.length);
  const from = wanted === undefined ? 'GRADUS_LANG' : '--lang';
  const got = wanted ?? process.env.GRADUS_LANG ?? 'en';
  const language = languages.find((l) => l === got);
  if (language !== undefined) return { language };
  const params = { option: from, got, expected: languages.join(', ') };
  return { language: 'en', wrong: new UsageError('bad-value', params) };
}

/** @param argv without node and script. @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  const { language, wrong } = languageOf(argv);
  const m = messages(language);
  let code = 0;
  const called = calledAs();
  const exit = (given: number): void => {
    code = given;
  };
  const program = createProgram(m, language, exit, called);
  try {
    if (wrong) throw wrong;
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return 0;
      // No command at all: commander has shown the help.
      if (error.code === 'commander.help') return argv.length === 0 ? 2 : 0;
    }
    const commands = program.commands.map((c) => c.name());
    return report(error, commands, m, called);
  }
  return code;
}
