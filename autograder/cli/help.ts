/**
 * The help of every command, and what is said of a wrong option, as data: `src/setup/help.json`.
 *
 * So both are there on a fresh clone, before anything is installed or built.
 */
import { Command } from 'commander';
import { languages, type Messages, messages } from '../../src/messages/index.js';
import { createProgram } from './program.js';

interface KnownOption {
  names: string[];
  takesValue: boolean;
}

export interface Help {
  /** By language, then by command; `''` is the help of `gradus` itself. */
  text: Record<string, Record<string, string>>;
  /** By language; `{option}`, `{name}` and `{near}` stand for what was given and what is near it. */
  sentences: Record<string, Record<string, string>>;
  options: Record<string, KnownOption[]>;
}

const width = 100;

/** Made anew by `node src/setup/write-help.mjs`. */
export function helpOfAll(): Help {
  const help: Help = { text: {}, sentences: {}, options: {} };
  for (const language of languages) {
    const m = messages(language);
    const program = createProgram(m, language, () => {});
    const all = [...program.commands, ...scripts(m)];
    const text: Record<string, string> = { '': helpOf(program) };
    for (const command of all) {
      text[command.name()] = helpOf(command);
      help.options[command.name()] = command.options.map(({ long, short, required }) => ({
        names: [long, short].filter((name) => name !== undefined && name !== null),
        takesValue: required,
      }));
    }
    help.text[language] = text;
    help.sentences[language] = sentences(m);
  }
  return help;
}

function helpOf(command: Command): string {
  return command.configureOutput({ getOutHelpWidth: () => width }).helpInformation();
}

/** The scripts of package.json that are no `gradus` command, in the form of one. */
function scripts(m: Messages): Command[] {
  return Object.entries(m.cli.scripts).map(([name, { usage, about, options }]) => {
    const command = new Command(`npm ${name}`)
      .description(about)
      .helpOption('-h, --help', m.cli.options.help)
      .configureHelp({
        styleTitle: (title) => m.cli.headings[title] ?? title,
        optionDescription: (option) => option.description,
        commandUsage: () => usage,
      });
    for (const [flags, description] of Object.entries(options)) command.option(flags, description);
    return command;
  });
}

function sentences(m: Messages): Record<string, string> {
  const { errors } = m.cli;
  const say = (sentence: string): string => m.cli.error({ sentence });
  const option = '{option}';
  const name = '{name}';
  const near = '{near}';
  return {
    'unknown-option': say(errors['unknown-option']({ option, near: '' })),
    'unknown-option-near': say(errors['unknown-option']({ option, near })),
    'unknown-command': say(errors['unknown-command']({ name, near: '' })),
    'unknown-command-near': say(errors['unknown-command']({ name, near })),
    'too-many-arguments': say(errors['too-many-arguments']()),
    'missing-value': say(errors['missing-value']({ option })),
    'bad-value': say(errors['bad-value']({ option, got: '{got}', expected: '{expected}' })),
    'path-refused': say(errors['path-refused']({ path: '{path}', detail: '{detail}' })),
    bug: say(errors.bug({ message: '{message}' })),
  };
}
