/**
 * Whether a layer or model of one's own does what every one must: `checkLayer`, `checkModel`.
 *
 * @module
 * @example
 * import { checkLayer } from 'gradus/conformance';
 * const findings = await checkLayer(() => new Scale(), { inputShape: [4] });
 */
export {
  type CheckLayerOptions,
  type CheckModelOptions,
  type CheckName,
  checkLayer,
  checkModel,
  type ExampleInput,
  type Finding,
  type Labels,
} from '../nn/conformance/index.js';
