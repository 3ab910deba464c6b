/** The compared models in gradus, ready to train. */
import { tf } from 'gradus';

const init = { kernelInitializer: 'glorotUniform' };

/** @type {Record<string, (config: any) => import('gradus').LayersModel>} */
export const models = {
  mlp: (config) =>
    tf.sequential({
      layers: [
        ...config.hidden.map((units, i) =>
          tf.layers.dense({
            units,
            activation: 'relu',
            ...init,
            ...(i === 0 && { inputShape: [config.inputs] }),
          }),
        ),
        tf.layers.dense({ units: config.classes, ...init }),
      ],
    }),
  cnn: (config) =>
    tf.sequential({
      layers: [
        tf.layers.conv2d({
          filters: 16,
          kernelSize: 3,
          activation: 'relu',
          inputShape: [28, 28, 1],
        }),
        tf.layers.maxPooling2d({}),
        tf.layers.conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
        tf.layers.maxPooling2d({}),
        tf.layers.flatten(),
        tf.layers.dense({ units: 64, activation: 'relu' }),
        tf.layers.dense({ units: config.classes }),
      ],
    }),
  lstm: (config) =>
    tf.sequential({
      layers: [
        tf.layers.embedding({
          inputDim: config.vocabSize,
          outputDim: config.embedding,
          inputLength: config.time,
        }),
        tf.layers.lstm({ units: config.units, recurrentActivation: 'sigmoid' }),
        tf.layers.dense({ units: 1 }),
      ],
    }),
};
