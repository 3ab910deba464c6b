/** `npm start`: the lessons in a workspace, and JupyterLab open on it. */
import { pathToFileURL } from 'node:url';
import { courseIndex } from '../jupyterlab/course-index.mjs';
import { command, sayAtOnce } from './command.mjs';

await command(async () => {
  const { answerAtOnce, sentence } = await import('./words.mjs');
  const answer = answerAtOnce('npm start', process.argv.slice(2), 'npm start --');
  if (answer !== undefined) return sayAtOnce(answer);
  const { jupyterArguments, jupyterEnvironment, parseStart } = await import(
    '../jupyterlab/launch.mjs'
  );
  const start = parseStart(process.argv.slice(2));
  const { workspace: asked, browser, port, extra, language, problem } = start;
  if (problem !== undefined) {
    console.error(sentence(problem.code, problem.params, process.argv.slice(2), 'npm start --'));
    return 2;
  }
  const { copyLessons, copyPlotly, linkPackages, newsOf, workspaceFolder } = await import(
    '../jupyterlab/workspace.mjs'
  );
  const { called, inHome, inRoot, isBundle, isClone, studentPackage, venvBin } = await import(
    './root.mjs'
  );
  const { setUpBase, setUpJupyter, setUpNative } = await import('./setup.mjs');
  const { hand } = await import('./run.mjs');

  await setUpBase();
  // Who asks for another backend needs no download of hundreds of megabytes.
  if (['tensorflow', ''].includes(process.env.GRADUS_BACKEND ?? '')) await setUpNative();
  // Without JupyterLab there is nothing to start: so an earlier failure is tried again.
  if (!(await setUpJupyter({ retry: true }))) return 1;

  // For the page of the course, and for the kernels of notebooks.
  process.env.GRADUS_LANG = language;
  // What a notebook names is typed in a terminal that is in no folder of ours.
  process.env.GRADUS_CALLED_AS = isClone ? `npm --prefix "${inRoot('.')}" run gradus --` : called;
  const { messages } = await import(
    pathToFileURL(inRoot('dist', 'src', 'messages', 'index.js')).href
  );
  const text = messages(language).cli.workspace;
  const workspace = workspaceFolder(asked, isBundle ? inHome('lessons') : undefined);
  for (const copied of copyLessons(inRoot('notebooks'), workspace, language)) {
    const { lesson } = copied;
    for (const code of newsOf(copied, language)) {
      console.log(`  ${text[code]({ lesson, workspace })}`);
    }
  }
  const nodeTypes = inHome('node_modules', '@types', 'node');
  for (const link of linkPackages(workspace, { studentPackage, nodeTypes })) {
    console.error(`  ${text.linkTaken({ link })}`);
  }
  const plotly = ['plotly.js-cartesian-dist-min', 'plotly.js-gl3d-dist-min'];
  copyPlotly(
    workspace,
    plotly.map((name) => inHome('node_modules', name)),
  );
  const page = await writePage(workspace, inRoot('.'), language, text);
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
 * @param {'en' | 'zh'} language
 * @param {{ noPage: (params: { reason: string }) => string }} text
 * @returns {Promise<string | undefined>} the file's name
 */
async function writePage(workspace, root, language, text) {
  const { inRoot } = await import('./root.mjs');
  const { notebookIn } = await import('../jupyterlab/workspace.mjs');
  /** @param {string[]} parts */
  const load = (...parts) => import(pathToFileURL(inRoot('dist', ...parts)).href);
  try {
    const { readCourse } = await load('autograder', 'course', 'index.js');
    const { lessonIn } = await load('autograder', 'course', 'translated.js');
    const { writeCourseIndex } = await load('src', 'notebook', 'course-record.js');
    const { writeCoursePage } = await load('src', 'notebook', 'course-page.js');
    const { syllabus, lessons } = await readCourse(root);
    /** @type {Promise<import('../jupyterlab/course-index.mjs').LessonLike>[]} */
    const translated = lessons.map((/** @type {unknown} */ one) => lessonIn(one, language));
    const course = { syllabus, lessons: await Promise.all(translated) };
    const notebook = (/** @type {string} */ lesson) => notebookIn(workspace, lesson, language);
    writeCourseIndex(workspace, courseIndex(course, language, notebook));
    return writeCoursePage(workspace);
  } catch (error) {
    // Without its page the course is the same; the launcher opens instead.
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`  ${text.noPage({ reason })}`);
    return undefined;
  }
}
