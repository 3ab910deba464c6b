import type { en } from './en.js';
import { attention } from './zh/attention.js';
import { bert } from './zh/bert.js';
import { capture } from './zh/capture.js';
import { charts } from './zh/charts.js';
import { cli } from './zh/cli.js';
import { course } from './zh/course.js';
import { data } from './zh/data.js';
import { diffusion } from './zh/diffusion.js';
import { figures } from './zh/figures.js';
import { gan } from './zh/gan.js';
import { generative } from './zh/generative.js';
import { judge } from './zh/judge.js';
import { keep } from './zh/keep.js';
import { library } from './zh/library.js';
import { models } from './zh/models.js';
import { mutation } from './zh/mutation.js';
import { nlp } from './zh/nlp.js';
import { notebook } from './zh/notebook.js';
import { platform } from './zh/platform.js';
import { release } from './zh/release.js';
import { report } from './zh/report.js';
import { tagging } from './zh/tagging.js';
import { translation } from './zh/translation.js';
import { vae } from './zh/vae.js';
import { vision } from './zh/vision.js';

/** The Chinese catalogue; the compiler checks that no sentence is missing. */
export const zh: typeof en = {
  language: 'zh',
  attention,
  bert,
  capture,
  charts,
  cli,
  course,
  data,
  diffusion,
  figures,
  gan,
  generative,
  judge,
  keep,
  library,
  models,
  mutation,
  nlp,
  notebook,
  platform,
  release,
  report,
  tagging,
  translation,
  vae,
  vision,
};
