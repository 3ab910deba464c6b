/** The commands, their arguments and options. Each command loads its own code when it is called. */
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import type { Language, Messages } from '../../src/messages/index.js';
import { packageVersion } from '../../src/package-root.js';
import { UsageError } from '../results/types.js';
import type { DataFlags } from './data.js';
import type { ExplainOptions } from './explain.js';
import type { MutateFlags } from './mutate.js';
import type { CheckedSandbox } from './options.js';
import { isolateOf, jobsOf, sandboxOf, seedsOf } from './options.js';
import { defaultSecretPath } from './paths.js';
import type { RunFlags } from './run.js';

interface GradeFlags extends CheckedSandbox {
  only: string[];
  out: string;
  secret?: string;
  lesson?: string;
  reference?: string;
}

interface BuildFlags {
  check: boolean;
  watch: boolean;
  reference?: string;
}

interface CheckFlags extends CheckedSandbox {
  only: string[];
  lesson?: string;
}

/**
 * @param exit takes the exit code of the command that ran
 * @param called how the user calls it, as the help shows
 */
export function createProgram(
  m: Messages,
  language: Language,
  exit: (code: number) => void,
  called = 'gradus',
) {
  const { commands, args, options } = m.cli;
  const collect = (value: string, all: string[]): string[] => [...all, value];
  const program = new Command(called)
    .description(m.cli.about)
    .version(packageVersion(), '--version', options.version)
    .helpOption('-h, --help', options.help)
    .helpCommand('help [command]', commands.help)
    .configureHelp({
      styleTitle: (title) => m.cli.headings[title] ?? title,
      // Defaults stand in the catalogue's sentences: Commander would add its own in English.
      optionDescription: (option) => option.description,
    })
    // Errors are told from the catalogue, by the caller.
    .configureOutput({ outputError: () => {} })
    .exitOverride();

  const command = (spec: string, description: string): Command =>
    program
      .command(spec)
      .description(description)
      .helpOption('-h, --help', options.help)
      // Read by the caller, which needs it before anything is parsed.
      .option('--lang <language>', options.lang)
      .allowExcessArguments(false);
  const withSandbox = (made: Command): Command =>
    made
      .option('--sandbox <backend>', options.sandbox)
      .option('--unsafe-no-sandbox', options.unsafe)
      .option('--jobs <n>', options.jobs, String(availableParallelism()))
      .option('--isolate <unit>', options.isolate)
      .option('--lesson <lesson>', options.lesson);

  withSandbox(command('grade', commands.grade))
    .argument('[folder]', args.folder)
    .option('--only <name>', options.only, collect, [])
    .option('--out <folder>', options.out, 'results')
    .option('--secret <file>', options.secret)
    .option('--reference <folder>', options.reference)
    .action(async (folder: string | undefined, flags: GradeFlags) => {
      const sandbox = sandboxOf(flags);
      const jobs = jobsOf(flags);
      const isolate = isolateOf(flags);
      const { gradeCommand } = await import('./grade.js');
      const { only, out, secret, lesson, reference } = flags;
      exit(
        await gradeCommand(
          folder,
          {
            only,
            out,
            sandbox,
            jobs,
            isolate,
            language,
            ...(secret !== undefined && { secret }),
            ...(lesson !== undefined && { lesson }),
            ...(reference !== undefined && { reference }),
          },
          m,
        ),
      );
    });

  command('explain', commands.explain)
    .argument('<student>', args.student)
    .argument('<exercise>', args.exercise)
    .option('--lesson <lesson>', options.lessonOfResults)
    .option('--out <folder>', options.resultsIn, 'results')
    .action(async (student: string, exercise: string, flags: ExplainOptions) => {
      const { explainCommand } = await import('./explain.js');
      exit(await explainCommand(student, exercise, flags, m));
    });

  withSandbox(command('check', commands.check))
    .argument('<notebook...>', args.notebook)
    .option('--only <exercise>', options.onlyExercise, collect, [])
    .action(async (paths: string[], flags: CheckFlags) => {
      const sandbox = sandboxOf(flags);
      const jobs = jobsOf(flags);
      const { lesson, only } = flags;
      const options = { sandbox, jobs, isolate: isolateOf(flags), only };
      const { checkCommand } = await import('./check.js');
      exit(await checkCommand(paths, { ...options, ...(lesson !== undefined && { lesson }) }, m));
    });

  withSandbox(command('keep', commands.keep))
    .argument('<notebook>', args.toKeepFrom)
    .argument('[exercises...]', args.toKeep)
    .action(async (path: string, only: string[], flags: CheckedSandbox & { lesson?: string }) => {
      const options = { sandbox: sandboxOf(flags), jobs: jobsOf(flags), isolate: isolateOf(flags) };
      const { lesson } = flags;
      const { keepCommand } = await import('./keep.js');
      const given = { ...options, ...(lesson !== undefined && { lesson }) };
      exit(await keepCommand(path, only, given, m));
    });

  command('secret', commands.secret)
    .option('--secret <file>', options.secret, defaultSecretPath())
    .action(async ({ secret }: { secret: string }) => {
      const { secretCommand } = await import('./secret.js');
      exit(await secretCommand(secret, m));
    });

  command('build', commands.build)
    .argument('[markdown]', args.markdown)
    .option('--check', options.check, false)
    .option('--watch', options.watch, false)
    .option('--reference <folder>', options.reference)
    .action(async (markdown: string | undefined, flags: BuildFlags) => {
      const { check, watch, reference } = flags;
      if (watch) {
        const isOther = check || reference !== undefined || markdown !== undefined;
        if (isOther) throw new UsageError('watch-alone');
        const { watchCommand } = await import('./watch.js');
        exit(await watchCommand(language, m));
        return;
      }
      if (markdown !== undefined) {
        const { buildOne } = await import('./import.js');
        exit(await buildOne(markdown, check, m));
        return;
      }
      const { buildCommand } = await import('./build.js');
      exit(await buildCommand(flags, language, m));
    });

  command('numbers <lesson>', commands.numbers)
    .option('--seeds <list>', options.seeds, '1,2,3')
    .option('--fast', options.fast, false)
    .action(async (lesson: string, { seeds, fast }: { seeds: string; fast: boolean }) => {
      const wanted = seedsOf(seeds);
      const { numbersCommand } = await import('./numbers.js');
      exit(await numbersCommand(lesson, { seeds: wanted, fast }, language, m));
    });

  command('run [lesson]', commands.run)
    .option('--solved', options.solved, false)
    .option('--unsolved', options.unsolved, false)
    .action(async (lesson: string | undefined, flags: RunFlags) => {
      const { runCommand } = await import('./run.js');
      exit(await runCommand(lesson, flags, language, m));
    });

  command('publish [lesson]', commands.publish)
    .option('--seeds <list>', options.seeds, '1,2,3')
    .action(async (lesson: string | undefined, { seeds }: { seeds: string }) => {
      const wanted = seedsOf(seeds);
      const { publishCommand } = await import('./publish.js');
      exit(await publishCommand(lesson, wanted, language, m));
    });

  command('lint [lesson]', commands.lint).action(async (lesson: string | undefined) => {
    const { lintCommand } = await import('./lint.js');
    exit(await lintCommand(lesson, language, m));
  });

  command('verify', commands.verify)
    .argument('[lesson]', args.lesson)
    .option('--reference <folder>', options.reference)
    .action(async (lesson: string | undefined, { reference }: { reference?: string }) => {
      const { verifyCommand } = await import('./verify.js');
      exit(await verifyCommand(lesson, reference, language, m));
    });

  command('release', commands.release)
    .option('--out <folder>', options.releaseIn, 'release')
    .action(async ({ out }: { out: string }) => {
      const { releaseCommand } = await import('./release.js');
      exit(await releaseCommand(out, m));
    });

  command('update', commands.update)
    .argument('[folder]', args.toUpdate)
    .option('--from <bundle>', options.updateFrom)
    .option('--dry-run', options.dryRun, false)
    .action(async (folder: string | undefined, flags: { from?: string; dryRun: boolean }) => {
      const { updateCommand } = await import('./update.js');
      exit(await updateCommand(folder, flags, language, m));
    });

  command('mutate', commands.mutate)
    .argument('[lesson]', args.lesson)
    .option('--sample <n>', options.sample)
    .option('--seed <seed>', options.sampleSeed, '0')
    .action(async (lesson: string | undefined, flags: MutateFlags) => {
      const { mutateCommand } = await import('./mutate.js');
      exit(await mutateCommand(lesson, flags, m));
    });

  command('data', commands.data)
    .argument('<action>', args.action)
    .argument('[name]', args.dataset)
    .option('--mirror <url>', options.mirror)
    .option('--cache <folder>', options.cache)
    .action(async (action: string, name: string | undefined, flags: DataFlags) => {
      const { mirror, cache } = flags;
      const { dataCommand } = await import('./data.js');
      const given = {
        ...(mirror !== undefined && { mirror }),
        ...(cache !== undefined && { cache }),
      };
      exit(await dataCommand(action, name, given, m, called));
    });

  command('import', commands.import)
    .argument('<notebook>', args.toImport)
    .option('--out <file>', options.importedTo)
    .action(async (notebook: string, { out }: { out?: string }) => {
      const { importCommand } = await import('./import.js');
      exit(await importCommand(notebook, out, m));
    });

  command('translate <lesson>', commands.translate)
    .option('--accept <blocks...>', options.accept)
    .action(async (lesson: string, { accept = [] }: { accept?: string[] }) => {
      const { translateCommand } = await import('./translate.js');
      exit(await translateCommand(lesson, accept, m));
    });

  command('doctor', commands.doctor).action(async () => {
    const { doctorCommand } = await import('./doctor.js');
    exit(await doctorCommand(language, called));
  });

  command('setup', commands.setup).action(async () => {
    const { setupCommand } = await import('./setup.js');
    exit(await setupCommand(language, called));
  });

  return program;
}
