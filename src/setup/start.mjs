/** `npm start`: the lessons in a workspace, and JupyterLab open on it. */
import { pathToFileURL } from 'node:url';
import { courseIndex } from '../jupyterlab/course-index.mjs';
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
  const page = await writePage(workspace, inRoot('.'));
  const root = process.getuid?.() === 0;
  const words = jupyterArguments({
    workspace,
    browser,
    extra,
    root,
    ...(port !== undefined && { port }),
    ...(page !== undefined && { page }),
  });
  return hand(venvBin('jupyter'), words, { cwd: workspace, env: jupyterEnvironment(process.env) });
});

/**
 * The page of the course, with what the checks in this workspace have found so far.
 *
 * @param {string} workspace
 * @param {string} root
 * @returns {Promise<string | undefined>} the file's name
 */
async function writePage(workspace, root) {
  const { inRoot } = await import('./root.mjs');
  /** @param {string[]} parts */
  const load = (...parts) => import(pathToFileURL(inRoot('dist', ...parts)).href);
  try {
    const { readCourse } = await load('autograder', 'course', 'index.js');
    const { writeCourseIndex } = await load('src', 'notebook', 'course-record.js');
    const { writeCoursePage } = await load('src', 'notebook', 'course-page.js');
    writeCourseIndex(workspace, courseIndex(await readCourse(root)));
    return writeCoursePage(workspace);
  } catch (error) {
    // Without its page the course is the same; the launcher opens instead.
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`  The page of the course could not be written: ${reason}`);
    return undefined;
  }
}
