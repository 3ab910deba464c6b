/** A layer's class without a name: TensorFlow.js fails on it when it wants to read the name. */
import * as tfl from '@tensorflow/tfjs-layers';

function getClassName(this: tfl.layers.Layer): string {
  const { className: given, name } = this.constructor as { className?: unknown; name: string };
  if (typeof given === 'string' && given !== '') return given;
  throw new TypeError(
    `Expected the class${name && ` ${name}`} to have a static className, which names its layers and stands in saved models. Received: ${String(given)}. Add \`static className = '${name || 'MyLayer'}';\` to it`,
  );
}

/** Asks every layer's class for its name in this way. */
export function nameClasses(): void {
  tfl.layers.Layer.prototype.getClassName = getClassName;
}
