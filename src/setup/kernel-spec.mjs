/** The kernel that JupyterLab starts for a notebook: tslab, told where the student's package is. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelProgram, venv } from './root.mjs';

export const kernelSpecFile = join(venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json');

/** The specification for the Node that runs now; that Node also runs the notebooks. */
export function kernelSpec() {
  return {
    argv: [process.execPath, kernelProgram, '--config-path', '{connection_file}'],
    display_name: 'TypeScript',
    language: 'typescript',
    interrupt_mode: 'signal',
    env: { TF_CPP_MIN_LOG_LEVEL: '3', NODE_NO_WARNINGS: '1' },
    metadata: { debugger: false },
  };
}

/** JupyterLab asks each newcomer about news of its own; a student has other questions first. */
const labSettingsFile = join(venv, 'share', 'jupyter', 'lab', 'settings', 'overrides.json');
const labSettings = {
  '@jupyterlab/apputils-extension:notification': {
    fetchNews: 'false',
    checkForUpdates: false,
  },
  // A page of the course is read, not edited.
  '@jupyterlab/docmanager-extension:plugin': {
    defaultViewers: { markdown: 'Markdown Preview' },
  },
};

/** Writes them where they differ; it is cheap, and a new Node must be noticed. */
export function ensureKernelSpec() {
  writeIfNew(kernelSpecFile, kernelSpec());
  writeIfNew(labSettingsFile, labSettings);
}

/**
 * @param {string} file
 * @param {object} content
 */
function writeIfNew(file, content) {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}
