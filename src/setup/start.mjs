/** `npm start`: the lessons in a workspace, and JupyterLab open on it. */
import { command, sayAtOnce } from './command.mjs';

await command(async () => {
  const { answerAtOnce } = await import('./words.mjs');
  const answer = answerAtOnce('npm start', process.argv.slice(2), 'npm start --');
  if (answer !== undefined) return sayAtOnce(answer);
  const { jupyterArguments, jupyterEnvironment, parseStart } = await import(
    '../jupyterlab/launch.mjs'
  );
  const { workspace: asked, browser, port, extra, problem } = parseStart(process.argv.slice(2));
  if (problem !== undefined) {
    console.error(problem);
    return 2;
  }
  const { copyLessons, linkPackages, workspaceFolder } = await import(
    '../jupyterlab/workspace.mjs'
  );
  const { inRoot, studentPackage, venvBin } = await import('./root.mjs');
  const { setUpBase, setUpJupyter, setUpNative } = await import('./setup.mjs');
  const { hand } = await import('./run.mjs');

  await setUpBase();
  await setUpNative();
  // Without JupyterLab there is nothing to start: so an earlier failure is tried again.
  if (!(await setUpJupyter({ retry: true }))) return 1;

  const workspace = workspaceFolder(asked);
  for (const { lesson, state } of copyLessons(inRoot('notebooks'), workspace)) {
    if (state === 'copied') console.log(`  ${lesson}: copied to ${workspace}`);
    if (state === 'changed') {
      console.log(
        `  ${lesson}: the course has a newer version; yours is kept. Rename your copy to get it.`,
      );
    }
  }
  const nodeTypes = inRoot('node_modules', '@types', 'node');
  for (const link of linkPackages(workspace, { studentPackage, nodeTypes })) {
    console.error(
      `  ${link} is not a link to gradus; move it away if notebooks do not find gradus.`,
    );
  }
  const root = process.getuid?.() === 0;
  const words = jupyterArguments({
    workspace,
    browser,
    extra,
    root,
    ...(port !== undefined && { port }),
  });
  return hand(venvBin('jupyter'), words, { cwd: workspace, env: jupyterEnvironment(process.env) });
});
