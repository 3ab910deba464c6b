import { attention } from './en/attention.js';
import { bert } from './en/bert.js';
import { capture } from './en/capture.js';
import { charts } from './en/charts.js';
import { cli } from './en/cli.js';
import { course } from './en/course.js';
import { data } from './en/data.js';
import { diffusion } from './en/diffusion.js';
import { figures } from './en/figures.js';
import { gan } from './en/gan.js';
import { generative } from './en/generative.js';
import { judge } from './en/judge.js';
import { keep } from './en/keep.js';
import { library } from './en/library.js';
import { models } from './en/models.js';
import { mutation } from './en/mutation.js';
import { nlp } from './en/nlp.js';
import { notebook } from './en/notebook.js';
import { platform } from './en/platform.js';
import { release } from './en/release.js';
import { report } from './en/report.js';
import { tagging } from './en/tagging.js';
import { translation } from './en/translation.js';
import { vae } from './en/vae.js';
import { vision } from './en/vision.js';
import type { Language } from './text.js';

/** The English catalogue: one file for each part of the product. */
export const en = {
  language: 'en' as Language,
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
