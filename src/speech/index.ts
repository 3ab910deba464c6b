/**
 * Speech: features of sounds, and labels without their times.
 *
 * @module
 */
export { type CtcLossOptions, ctcLoss } from './ctc.js';
export {
  type BeamPath,
  type CtcBeamOptions,
  type CtcDecodeOptions,
  ctcBeamSearchDecode,
  ctcGreedyDecode,
} from './decode.js';
export {
  logMelSpectrogram,
  type MelOptions,
  type MfccOptions,
  mfcc,
  type SpectrogramOptions,
  spectrogram,
} from './features.js';
