/**
 * The families of the library, as student code imports them.
 *
 * Each sandbox reads all of its driver, so a driver is built with those alone that a lesson lets its
 * exercises use: then this file is made anew (`build.ts`), and the others are not in it at all.
 */
import * as deepLearning from '../../src/deep-learning/index.js';
import * as diffusion from '../../src/diffusion/index.js';
import * as gan from '../../src/gan/index.js';
import * as generative from '../../src/generative/index.js';
import * as nlp from '../../src/nlp/index.js';
import * as scratch from '../../src/scratch/index.js';
import * as speech from '../../src/speech/index.js';
import * as vae from '../../src/vae/index.js';
import * as vision from '../../src/vision/index.js';

export const families: Readonly<Record<string, object>> = {
  'deep-learning': deepLearning,
  diffusion,
  gan,
  generative,
  nlp,
  scratch,
  speech,
  vae,
  vision,
};
