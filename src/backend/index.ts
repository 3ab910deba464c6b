/** Which TensorFlow.js backend runs, and what is computed with. `tf` itself is complete in `src/nn`. */
export { BackendError } from './backend-error.js';
export { ArgumentError } from './explain-error.js';
export { irdft, rdft, type Spectrum } from './gradients/rdft.js';
export { stopGradient } from './gradients/stop-gradient.js';
export { UnknownOptionError } from './known-options.js';
export { ModelFileError } from './model-file-error.js';
export { NoBackendError } from './no-backend.js';
export type * from './public-types.js';
export { createRng, type Rng, type Seed } from './random.js';
export { TensorFlowError } from './tensorflow-error.js';
export {
  type Backend,
  type BackendName,
  backendNames,
  describeBackend,
  type UseBackendOptions,
  useBackend,
} from './use-backend.js';
