/** A model from its spec. */
import type { LayersModel } from '../nn/tf.js';
import { checkOptions } from './options.js';
import { rememberOrigin } from './origin.js';
import { functionName, type ModelSpec } from './spec.js';

/**
 * Makes a model that knows what it is.
 *
 * @throws ModelOptionError for an option that does not fit; UnknownOptionError for one that is not known
 */
export function buildModel<Options extends object, Model extends LayersModel>(
  spec: ModelSpec<Options, Model>,
  given: Options,
): Model {
  const options = checkOptions(functionName(spec.id), spec.options, given);
  const model = spec.build(options);
  rememberOrigin(model, { spec, options });
  return model;
}
