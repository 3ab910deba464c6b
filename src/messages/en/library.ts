import type { Params } from '../params.js';

/** What the library says about models, data and files. */
export const library = {
  options: {
    unknown: (p: Params) =>
      `Expected the options of ${p.where} to be among: ${p.known}. Received: ${p.option}.`,
    meant: (p: Params) => `Did you mean \`${p.name}\`?`,
  },
  backend: {
    name: (p: Params) => `Expected ${p.where} to be one of ${p.known}. Received: ${p.given}`,
    argument: (p: Params) =>
      `Expected the name of a backend (${p.known}) or options such as { backend: 'wasm' }. Received: ${p.given}`,
  },
  gradients: {
    blocked: (p: Params) =>
      `Expected the loss to depend on the weights in small steps, so that they have a gradient. Received: a loss that reaches them through ${p.operations} alone, whose slope is 0 everywhere, so that training would change nothing. Compute the loss from the scores or probabilities themselves (such as a cross-entropy), and keep ${p.operations} for metrics`,
    apart: (p: Params) =>
      `Expected the loss to be computed from the weights (${p.weights}) by operations of \`tf\`. Received: a loss that no operation connects with them, so that training would change nothing. Use the model's output inside the loss, and do not read it with \`dataSync\`, \`arraySync\` or \`stopGradient\` on the way: a tensor made from numbers that were read has no gradient`,
    frozen: (p: Params) =>
      `Expected weights to train. Received: ${p.count} weights, all of them frozen (\`trainable: false\`). Set \`trainable = true\` on the layers to train, then \`compile\` again`,
    none: () =>
      'Expected weights to train. Received: none: either every layer is frozen (set `trainable = true` on those to train and `compile` again), or there are no weights at all (use layers with weights, or `tf.variable`)',
    some: (p: Params) =>
      `These weights are trained, but the loss does not depend on them, so they stay as they are: ${p.weights}. If that is meant, freeze them (\`layer.trainable = false\`); if not, see that the layer's output is used in the loss.`,
  },
  masks: {
    ignored: (p: Params) =>
      `Expected a layer that knows masks behind \`masking\` or \`embedding({ maskZero: true })\`. Received: \`${p.name}\` (${p.className}), which would take padded steps for data.`,
    remedy: () =>
      'Put a layer between that ends the mask, such as `lstm`, `gru` or `globalAveragePooling1d`, or leave `maskZero` out where the padding shall count',
    ownRemedy: () =>
      'Use `options.mask` in its `call`, then set `this.supportsMasking = true` in its constructor; or leave `maskZero` out where the padding shall count',
    inLoss: (p: Params) =>
      `The output ${p.shape} has padded steps (a mask), and the loss counts them like the others. Leave them out in a loss of your own, or end the mask before the output (an \`lstm\` without \`returnSequences\`).`,
  },
  saving: {
    connected: (p: Params) =>
      `Expected a first layer that begins a model. Received: \`${p.layer}\`, which stands behind \`${p.other}\` in another model. Make a new layer with the same options, or cut the model by \`tf.model({ inputs, outputs })\``,
    notBuilt: (p: Params) =>
      `Expected a model that knows the shape of its input. Received: \`${p.model}\`, which was never built. Give its first layer an \`inputShape\`, or call it once (\`model.predict\`), and save it then`,
    usedTwice: (p: Params) =>
      `Expected each layer once in a sequential model that is saved. Received: \`${p.layer}\` more than once. Build it by \`tf.model({ inputs, outputs })\`, where a layer may be applied as often as you like`,
    sameName: (p: Params) =>
      `Expected weights of different names. Received: \`${p.weight}\` more than once. Give the layers called \`${p.layer}\` names of their own`,
    ownLoss: (p: Params) =>
      `Expected a loss by its name to save \`${p.model}\` with its optimizer. Received: a function. Save it without \`includeOptimizer\`, and \`compile\` it after loading`,
  },
  labels: {
    classNumbers: (p: Params) =>
      `Expected class numbers as labels, one for each row of the output ${p.output}. Received: labels ${p.labels}. One-hot labels belong to the loss 'categoricalCrossentropy'`,
  },
  files: {
    noPath: (p: Params) =>
      `Expected the path of a model's folder, such as 'models/digits'. Received: ${p.given}`,
    noModel: (p: Params) =>
      `Expected a saved model at ${p.path}. There is no such file. \`model.save('file://models/digits')\` makes a folder with model.json and weights.bin: check the path, which starts from the working directory`,
    notJson: (p: Params) =>
      `Expected a saved model (JSON) in ${p.path}. It is no JSON: save the model again`,
    notModel: (p: Params) =>
      `Expected a saved model with a \`modelTopology\` in ${p.path}. Received: other JSON. Give the path of the model.json that \`model.save\` wrote`,
    noWeights: (p: Params) =>
      `Expected the model's weights in ${p.path}. There is no such file: copy the whole folder that \`model.save\` wrote, not model.json alone`,
    outside: (p: Params) =>
      `Expected ${p.path} to name files of weights beside it. Received: ${p.name}`,
    cutOff: (p: Params) =>
      `Expected ${p.needed} bytes of weights in ${p.path}. Received: ${p.bytes}. A file was cut off: copy or save the model again`,
    notRead: (p: Params) => `Expected to read ${p.path}. ${p.reason}`,
    notWritten: (p: Params) =>
      `Expected to write the model to the folder ${p.path}. ${p.reason}. Give a folder that may be written to`,
    binary: (p: Params) =>
      `Expected a model of layers for ${p.path}. Received: a graph in binary form, which cannot be saved`,
  },
};
