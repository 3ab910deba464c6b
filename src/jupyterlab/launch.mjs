/** How JupyterLab is started on a workspace, without changing the user's own Jupyter settings. */

/**
 * @typedef {object} LaunchOptions
 * @property {string} workspace
 * @property {boolean} browser whether to open one
 * @property {number} [port]
 * @property {string} [page] file in the workspace that is shown first
 * @property {string[]} [extra] further arguments for `jupyter lab`
 * @property {boolean} [root] whether the user is root, which Jupyter refuses unless told
 */

/**
 * Arguments of `jupyter lab`. Settings go on the command line, so that the user's files stay as
 * they are; the server answers this machine only, and its token stays on.
 *
 * @param {LaunchOptions} options
 * @returns {string[]}
 */
export function jupyterArguments({ workspace, browser, port, page, extra = [], root = false }) {
  return [
    'lab',
    `--ServerApp.root_dir=${workspace}`,
    '--ServerApp.ip=127.0.0.1',
    ...(port === undefined ? [] : [`--ServerApp.port=${port}`]),
    ...(page === undefined ? [] : [`--LabApp.default_url=/lab/tree/${encodeURIComponent(page)}`]),
    ...(browser ? [] : ['--no-browser']),
    ...(root ? ['--allow-root'] : []),
    // Nothing is fetched: no news, no look for updates.
    '--LabApp.news_url=None',
    '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
    '--LabApp.extension_manager=readonly',
    '--ServerApp.log_level=WARN',
    // One kernel, and it is the one that new notebooks get.
    "--KernelSpecManager.allowed_kernelspecs={'tslab'}",
    '--KernelSpecManager.ensure_native_kernel=False',
    '--MultiKernelManager.default_kernel_name=tslab',
    "--ContentsManager.hide_globs=['node_modules','__pycache__','.ipynb_checkpoints']",
    ...extra,
  ];
}

/**
 * The environment of the server: its own kernels come before any that the user has elsewhere.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function jupyterEnvironment(env) {
  return {
    ...env,
    JUPYTER_PREFER_ENV_PATH: '1',
    TF_CPP_MIN_LOG_LEVEL: env.TF_CPP_MIN_LOG_LEVEL ?? '3',
  };
}

/**
 * @typedef {object} Start
 * @property {string} [workspace]
 * @property {boolean} browser
 * @property {number} [port]
 * @property {'en' | 'zh'} language
 * @property {string[]} extra words for Jupyter
 * @property {{ code: string, params: Record<string, string> }} [problem] a sentence of `words.mjs`
 */

/**
 * The words after `npm start --`: our own options, and what is passed on to Jupyter.
 *
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} [env] its `GRADUS_LANG` holds where no `--lang` is given
 * @returns {Start}
 */
export function parseStart(words, env = process.env) {
  /** @type {Start} */
  const options = { browser: true, language: 'en', extra: [] };
  let lang = { option: 'GRADUS_LANG', got: env.GRADUS_LANG ?? 'en' };
  /**
   * @param {string} code
   * @param {Record<string, string>} [params]
   */
  const refused = (code, params = {}) => ({ ...options, problem: { code, params } });
  for (let i = 0; i < words.length; i++) {
    const [name = '', attached] = words[i]?.split(/=(.*)/s) ?? [];
    if (name === '--') {
      options.extra = words.slice(i + 1);
      break;
    }
    if (name === '--no-browser') {
      options.browser = false;
      continue;
    }
    if (!['--lang', '--workspace', '--port'].includes(name)) {
      const isOption = name.startsWith('-');
      return isOption ? refused('unknown-option', { option: name }) : refused('too-many-arguments');
    }
    const got = attached ?? words[++i];
    if (!got) return refused('missing-value', { option: name });
    if (name === '--lang') lang = { option: name, got };
    else if (name === '--workspace') options.workspace = got;
    else {
      const port = Number(got);
      if (!Number.isInteger(port) || port < 1 || port > 65535) {
        return refused('bad-value', { option: name, got, expected: '1–65535' });
      }
      options.port = port;
    }
  }
  if (lang.got !== 'en' && lang.got !== 'zh') {
    return refused('bad-value', { ...lang, expected: 'en, zh' });
  }
  return { ...options, language: lang.got };
}
