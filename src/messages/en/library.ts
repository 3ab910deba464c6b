import type { Params } from '../params.js';

/** What the library says about models, data and files. */
export const library = {
  /** Values as a sentence names them. */
  values: {
    disposed: (p: Params) => `a disposed tensor ${p.shape}`,
    function: () => 'a function',
    object: () => 'an object',
    model: () => 'the model',
    oneTensor: () => 'one tensor',
  },
  spectralLayer: (p: Params) =>
    `Expected a layer with a kernel, such as \`tf.layers.dense\`, \`conv2d\` or \`conv2dTranspose\`. Received: \`${p.given}\``,
  allowed: {
    refused: (p: Params) =>
      `${p.name} may not be used in this exercise: allowed are tensors, operations element by element, sums, products of matrices, random numbers and data${p.more}${p.less}`,
    plain: (p: Params) =>
      `${p.name} may not be used in this exercise: do this one with plain numbers and arrays${p.more}${p.less}`,
    rest: (p: Params) => `the rest of ${p.name}`,
    more: (p: Params) => `, and ${p.names}`,
    less: (p: Params) => `, without ${p.names}`,
    others: (p: Params) => `${p.names} and others`,
  },
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
  training: {
    noBatch: (p: Params) =>
      `Expected a batch of tensors: one, a list, or an object of them. Received: ${p.given}. Make tensors of its values (\`tf.tensor\`), or call \`batch\` on the data set`,
    otherBatch: (p: Params) =>
      `Expected all batches to have the same tensors (${p.expected}). Received: ${p.given}. Give each batch the same names`,
    noBatches: (p: Params) =>
      `Expected batches: \`memoryBatches(data)\`, a list, a function that gives those of an epoch, or a data set of \`tf.data\`. Received: ${p.given}`,
    streamEmpty: (p: Params) =>
      `Expected batches for epoch ${p.epoch}. Received: none. A generator can be read once: give the function that makes it, such as \`fit(() => makeBatches(), …)\`, and look whether it finds its data`,
    streamEnded: (p: Params) =>
      `Expected ${p.wanted} batches in epoch ${p.epoch}. Received: ${p.given}. Train fewer steps, give \`stepsPerEpoch\` as many as there are, or let the batches begin anew (\`repeat\`)`,
    noLoss: (p: Params) =>
      `Expected the step to return its loss, a scalar tensor, or \`{ loss, … }\`. Received: ${p.given}. Write \`return loss\`, without \`async\`; \`optimizer.minimize(f, true)\` gives the loss`,
    notScalar: (p: Params) =>
      `Expected all that the step returns to be scalars. Received: ${p.name} = ${p.given}. Average it: \`tf.mean\``,
    otherValues: (p: Params) =>
      `Expected the step to return the same values each time (${p.expected}). Received: ${p.given}`,
    noStep: (p: Params) =>
      `Expected \`step\` to be a function that makes one step on a batch. Received: ${p.given}`,
    nothingTrained: () =>
      'Expected what the step changes: `models` of tf.layers, `variables` made by `tf.variable`, or both. Received: something else, or nothing',
    rates: (p: Params) =>
      `Expected one \`learningRate\`, or one for each of the ${p.expected} optimizers. Received: ${p.given}`,
    nothingAveraged: () =>
      'Expected weights to average: a model of tf.layers with weights that are trained, or variables made by `tf.variable`. Received: something else, or none',
    averageInUse: () =>
      'Expected weights of the training. Received: their averages, which are in use just now. Train, or use the averages again, when the work given to `use` has ended',
    noEvaluate: () =>
      'Expected `evaluate` in the options of `TrainingLoop` for `validation` batches. Received: none. Write a function that gives the mean loss of a batch',
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
  errors: {
    noTensors: () => 'Expected a list of one tensor or more.',
    slice: (p: Params) =>
      `Expected a part that ends within the tensor. Along axis ${p.axis} it ends at ${p.end}, and the size there is ${p.size}.`,
    needsShape: () =>
      'Expected a shape beside a flat list of values: give it as the second argument, such as [2, 3], or nest the values.',
    otherDepth: (p: Params) =>
      `Expected values nested ${p.rank} deep, or a flat list with a shape. They are nested otherwise.`,
    ord: () => "Expected the kind of norm to be 1, 2, 'euclidean', 'fro', Infinity or -Infinity.",
    noFunction: () => 'Expected a function that computes the loss.',
    name: (p: Params) =>
      `Expected the name of a known ${p.kind} (${p.known}). \`${p.given}\` is none.`,
    received: (p: Params) => `Received: ${p.call}`,
    noTensor: (p: Params) =>
      `Expected \`${p.argument}\` to be a tensor, a number or an array of numbers.`,
    dtype: (p: Params) =>
      `Expected \`${p.argument}\` to be ${p.expected}, not ${p.given}.${p.remedy}`,
    numeric: () => 'of numbers',
    castRemedy: (p: Params) => ` Convert it: \`${p.argument}.cast('${p.dtype}')\`.`,
    axis: (p: Params) =>
      `Expected an axis from ${p.from} to ${p.to}, as the tensor has them. ${p.given} is none of them.`,
    size: (p: Params) =>
      `Expected a shape for ${p.size} values. ${p.shape} is one for another number of them; -1 in one place leaves that size open.`,
    noKernel: (p: Params) =>
      `Expected an operation that the backend \`${p.backend}\` has. It has no ${p.kernel}: run \`await useBackend('tensorflow')\`, or 'cpu', before.`,
    noGradient: (p: Params) =>
      `Expected operations with a gradient between the weights and the loss. TensorFlow.js has none for \`${p.kernel}\`: compute it otherwise, or take it out of the gradient by \`stopGradient\`.`,
    notConnected: () =>
      'Expected a result that is computed from the input by operations of `tf`, inside of the function. It does not depend on the input: do not read it with `dataSync` or `arraySync` on the way.',
    noScalar: (p: Params) =>
      `Expected a loss of one number. It has ${p.rank} dimension(s): take its mean by \`tf.mean\`.`,
    noLossTensor: () =>
      'Expected the function to return a tensor. It returned something else: is there a `return` in it, and is it no `async` function?',
    disposed: () =>
      'Expected tensors that are alive. One was disposed: by `dispose`, or at the end of a `tf.tidy` that did not return it; `tf.keep` saves it from that.',
    arguments: (p: Params) =>
      `Expected arguments of the types that \`${p.where}\` takes. One is missing, or of another type: see its help (Shift-Tab).`,
  },
  model: {
    options: (p: Params) =>
      `Expected options of ${p.where} as an object, such as { … }. Received: ${p.given}`,
    sampleWeightElsewhere: () =>
      'Weights of examples belong to `model.fit`: put them into a loss of your own here.',
    noTensor: (p: Params) =>
      `Expected \`${p.argument}\` of ${p.where} to be a tensor. Received: ${p.given}${p.remedy}`,
    makeTensor: (p: Params) => `. Make it one: \`tf.tensor${p.rank}d(${p.argument})\``,
    useDataset: (p: Params) => `. A data set goes to \`${p.where}Dataset\``,
    disposed: (p: Params) =>
      `Expected \`${p.argument}\` of ${p.where} to be a tensor that is alive. Received: a disposed one; \`tf.keep\` saves it from the end of a \`tf.tidy\``,
    text: (p: Params) =>
      `Expected \`${p.argument}\` of ${p.where} to be a tensor of numbers. Received: one of text; turn words into numbers first`,
    count: (p: Params) =>
      `Expected \`${p.option}\` of ${p.where} to be an integer >= ${p.least}. Received: ${p.given}`,
    clipNorm: (p: Params) => `Expected \`clipNorm\` to be a number > 0. Received: ${p.given}`,
    split: (p: Params) =>
      `Expected \`validationSplit\` of ${p.where} to be a number in [0, 1). Received: ${p.given}`,
    validationData: (p: Params) =>
      `Expected \`validationData\` of ${p.where} to be a list of two, [x, y]. Received: ${p.given}`,
    notCompiled: (p: Params) =>
      `Expected a compiled model for ${p.where}. Received: one without an optimizer. Run \`model.compile({ optimizer, loss })\` before`,
    noDataset: (p: Params) =>
      `Expected a data set (an object with \`iterator()\`, as \`tf.data\` makes it) for model.fitDataset. Received: ${p.given}. Tensors go to \`model.fit(x, y)\``,
    optimizer: (p: Params) =>
      `Expected \`optimizer\` of model.compile to be a name ('adam') or made by \`tf.train\` (\`tf.train.adam(0.001)\`). Received: ${p.given}`,
    noLoss: () =>
      "Expected a `loss` for model.compile, such as 'meanSquaredError'. Received: undefined",
    callback: (p: Params) =>
      `Expected callbacks of ${p.where} as objects such as { onEpochEnd(epoch, logs) { … } }. Received: ${p.given}`,
    listener: (p: Params) =>
      `Expected the callback \`${p.event}\` to be a function. Received: ${p.given}`,
    badData: (p: Params) =>
      `\`${p.argument}\` itself has numbers that are not finite: remove such examples from the data.`,
    diverged: {
      loss: (p: Params) =>
        `Expected a finite loss in epoch ${p.epoch} of ${p.epochs}. Received: ${p.loss}.`,
      remedy: () =>
        'Lower the learning rate, scale the inputs to about −1 … 1, or clip the gradients (`clipNorm` of `Trainer`), and make the model anew: its weights are spoilt.',
    },
    weights: (p: Params) =>
      `Expected \`sampleWeight\` to be a tensor [${p.rows}], one number for each example. Received: ${p.given}`,
    weightedLoss: (p: Params) =>
      `Expected a loss that gives one number for each example, so that \`sampleWeight\` or \`classWeight\` can weigh them. Received: a loss of shape ${p.shape}. Return the losses of the examples [B] without their mean`,
  },
  layer: {
    /** After "Expected the input … to have". */
    dimensions: (p: Params) => `${p.n} dimensions`,
    least: (p: Params) => `${p.n} dimensions or more`,
    most: (p: Params) => `${p.n} dimensions at most`,
    sized: (p: Params) => `a dimension ${p.axis} of size ${p.size}`,
    ofShape: (p: Params) => `the shape ${p.shape}`,
    any: () => 'any',
    noName: (p: Params) =>
      `Expected a class with a static className for tf.serialization.registerClass. Received: ${p.given}. Add \`static className = '${p.name}';\` to it: saved models name it so`,
    async: (p: Params) =>
      `Expected \`call\` of the layer \`${p.layer}\` (${p.className}) to return a tensor. Received: a promise. A layer computes at once: take \`async\` and \`await\` out of its \`call\``,
    nothing: (p: Params) =>
      `Expected \`call\` of the layer \`${p.layer}\` (${p.className}) to return a tensor. Received: ${p.given}. Is there a \`return\` in its \`call\`?`,
    inputs: (p: Params) =>
      `Expected a tensor, or a list of them, for the layer \`${p.layer}\` (${p.className}). Received: ${p.given}`,
    shape: (p: Params) =>
      `Expected the input of the layer \`${p.layer}\` (${p.className}) to have ${p.expected}. Received: ${p.given}`,
    stateful: (p: Params) =>
      `Expected batches of ${p.batch} sequences for the stateful layer \`${p.layer}\`, which keeps a state for each. Received: ${p.given}. Give it as many, or build the model anew with another batchInputShape and copy the weights (\`setWeights(model.getWeights())\`)`,
  },
  loading: {
    unknownLayer: (p: Params) =>
      `Expected layers whose classes are known. The saved model has one called ${p.layer}. Run \`tf.serialization.registerClass(${p.layer})\` before, if the class is yours`,
    noUrl: (p: Params) =>
      `Expected where a saved model lies. Received: ${p.given}. A file is named by 'file://models/digits', a server by its whole URL`,
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
