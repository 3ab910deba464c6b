import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import type { NativeBackend } from '../backend/capture/native-backend.js';
import { useNative } from '../backend/capture/test-tools.js';
import './tf.js';

const { layers: tfl } = layers;

let backend: NativeBackend;
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

class Doubled extends tfl.Layer {
  static className = 'Doubled';
  override call(inputs: core.Tensor | core.Tensor[]): core.Tensor {
    return core.mul(Array.isArray(inputs) ? (inputs[0] as core.Tensor) : inputs, 2);
  }
}

describeIf('native', 'models with code of the user', () => {
  beforeAll(async () => {
    backend = await useNative();
  });

  async function train(capture?: boolean): Promise<{ said: string[]; graphs: number }> {
    vi.stubEnv('GRADUS_LANG', 'en');
    const info = vi.spyOn(console, 'info').mockImplementation(() => {});
    const model = layers.sequential({
      layers: [
        tfl.dense({ units: 3, inputShape: [4] }),
        new Doubled({ name: 'my_layer' }),
        tfl.dense({ units: 1 }),
      ],
      name: 'mine',
    });
    const options = { optimizer: 'sgd', loss: 'meanSquaredError' };
    model.compile(capture === undefined ? options : Object.assign(options, { capture }));
    await model.fit(core.ones([64, 4]), core.ones([64, 1]), { batchSize: 4, verbose: 0 });
    const graphs = backend.binding.getNumOfSavedModels();
    model.dispose();
    return { said: info.mock.calls.map(([text]) => String(text)), graphs };
  }

  test('run eagerly, and the layer and the opt-in are named once', async () => {
    const { said, graphs } = await train();
    expect(graphs).toBe(0);
    expect(said).toEqual([
      'The training step of mine_model runs eagerly, because `my_layer` is your own code. If it does nothing but compute tensors, `capture: true` in `compile` makes it faster: it is then recorded once and replayed, and compared with eager execution from time to time.',
    ]);
  });

  test('are captured when the user opts in', async () => {
    expect(await train(true)).toEqual({ said: [], graphs: 1 });
  });
});
