import type { Params } from '../params.js';

/** What models of the library say about their options, and about the folders they are kept in. */
export const models = {
  /** After "Expected `option` to be". */
  expected: {
    size: () => 'an integer >= 1',
    sizeOrNone: () => 'an integer >= 0',
    oneSize: () => 'a list of one integer, the size of an example',
    even: () => 'an even integer >= 2',
    list: () => 'a list of integers >= 1',
    imageShape: (p: Params) =>
      Number(p.least) > 1
        ? `[H, W, channels] with H and W >= ${p.least}`
        : 'three integers >= 1, [H, W, channels]',
    divisibleImage: (p: Params) =>
      `[H, W, channels] with H and W divisible by ${p.by}, as the other options have it`,
    choice: (p: Params) => `one of ${p.words}`,
    rate: () => 'a number in [0, 1)',
    deviation: () => 'a number >= 0',
    positive: () => 'a number > 0',
    sameWidth: (p: Params) =>
      `${p.width}, the width of \`hidden[0]\`: \`residual\` adds what goes into a layer to what comes out`,
    residualLayers: () =>
      'a list of 2 integers >= 1 or more: `residual` passes by each hidden layer after the first',
    sameLength: (p: Params) => `a list as long as \`${p.of}\`, ${p.length}`,
    sequenceShape: () => 'one or two integers >= 1, [T] or [T, channels]',
    shrunkShape: (p: Params) =>
      `[H, W, channels] with H and W >= ${p.least}: each of the ${p.count} numbers of \`filters\` takes 2 pixels off and halves the rest; fewer \`filters\` take smaller images`,
    halvedShape: (p: Params) =>
      `[H, W, channels] with H and W multiples of ${p.factor}, since each of \`filters\` halves them`,
    flag: () => 'true or false',
    seed: () => 'an integer',
    positiveOr: (p: Params) => `a number > 0 or \`${p.word}\``,
    gaussianVariance: () => '`learnt` where `likelihood` is `bernoulli`, which has no variance',
    divisor: (p: Params) => `a divisor of \`${p.of}\`, ${p.value}`,
    evenHeads: (p: Params) => `a multiple of ${p.unit}, since \`positions\` takes numbers in pairs`,
    multiple: (p: Params) => `a multiple of \`${p.of}\`, ${p.value}`,
  },
  option: (p: Params) =>
    `Expected \`${p.option}\` to be ${p.expected}. Received: ${p.given}. ${p.remedy}`,
  missing: (p: Params) => `Give it to \`${p.model}\`: it has no default.`,
  wrong: (p: Params) => `Change it in the options of \`${p.model}\`.`,
  noOptions: (p: Params) =>
    `Expected the options of \`${p.model}\` in an object. Received: ${p.given}.`,
  notMadeBy: (p: Params) =>
    `Expected \`model\` to be made by \`${p.name}\`. Received: layers ${p.layers}`,
  noParts: (p: Params) =>
    `Expected \`model\` to have the parts \`encoder\` and \`decoder\`, as \`autoencoder\` and \`convAutoencoder\` make it. Received: layers ${p.layers}`,
  noLatent: (p: Params) =>
    `Expected \`model\` to be made by ${p.names} of \`gradus/vae\`, or loaded from one, with the layers that it was made with. Received: layers ${p.layers}`,
  features: (p: Params) => `Expected \`x\` to be ${p.expected}. Received: [${p.given}]`,
  folder: {
    notOurs: (p: Params) =>
      `Expected a model made by a function of gradus, such as \`cnn\`, or by \`loadModel\`, with the layers that it was made with. Received: \`${p.model}\`. A model of your own layers is saved by \`model.save('file://…')\``,
    unmerged: (p: Params) =>
      `Expected a model whose low-rank changes are part of its kernels. Those of \`${p.model}\` are not: call \`mergeLora(model)\` of \`gradus/nlp\` first, or \`removeLora(model)\` to save it without them`,
    notForTheWeb: (p: Params) =>
      `Expected layers that TensorFlow.js alone knows, for a web page. ${p.id} has others: ${p.layers}. Save it for the page by \`saveGraphModel\`, and leave out \`web\` here`,
    doesNotBelong: (p: Params) =>
      `Expected \`${p.what}\` of size ${p.expected}, as the model has it. Received: ${p.given}. Give those that it was trained with`,
    cannotHold: (p: Params) =>
      `Expected what a manifest can hold. Its field \`${p.field}\` does not fit: ${p.given}. Give other labels, another vocabulary or scaler`,
    noManifest: (p: Params) =>
      `Expected the manifest of a model at ${p.path}. There is no such file: give a folder that \`saveModel\` wrote; the path starts from the working directory`,
    notRead: (p: Params) => `Expected to read ${p.path}. The system refused: ${p.reason}`,
    notJson: (p: Params) => `Expected JSON in ${p.path}. It is none: save the model again`,
    newer: (p: Params) =>
      `Expected a model's folder of format ${p.known} at most. ${p.path} has format ${p.format}, written by gradus ${p.by}: install that version or a newer one`,
    field: (p: Params) =>
      `Expected ${p.path} to be as \`saveModel\` wrote it. Its field \`${p.field}\` does not fit: ${p.given}. Save the model again, or copy its folder anew`,
    unknownId: (p: Params) =>
      `Expected a model of this version of gradus in ${p.path}. Received: ${JSON.stringify(p.id)}. There is ${p.meant}`,
    noWeights: (p: Params) =>
      `Expected the model's weights in ${p.path}. There is no such file: copy the whole folder that \`saveModel\` wrote`,
    cutOff: (p: Params) =>
      `Expected a file of ${p.needed} bytes at ${p.path}. Received: ${p.bytes}. Copy the folder again, or save the model again`,
    changed: (p: Params) =>
      `Expected ${p.path} to hold what was saved. Its digest is another: it was changed or damaged. Copy the folder again, or save the model again`,
    options: (p: Params) => `Expected options of the model in ${p.path}. ${p.reason}`,
    notBuilt: (p: Params) => `Expected to build ${p.id} of ${p.path}. ${p.reason}`,
    doesNotFit: (p: Params) =>
      `Expected ${p.path} to hold what ${p.id} needs. ${p.reason}. Save the model again`,
    none: () => 'none',
    weight: (p: Params) => `Its weight ${p.name} is ${p.expected}; saved is: ${p.given}`,
    tooMany: (p: Params) => `It has ${p.expected} weights; saved are ${p.given}`,
    wrongBytes: (p: Params) => `Its weights take ${p.needed} bytes; saved are ${p.bytes}`,
  },
  /** A model as a graph, for web pages. */
  graph: {
    noModel: (p: Params) =>
      `Expected a model of layers, such as \`cnn\` or \`tf.sequential\` makes. Received: ${p.given}`,
    noOp: (p: Params) =>
      `Expected operations that a graph model can have. This model uses \`${p.kernel}\`, for which TensorFlow.js has none there. Compute it by other operations, or serve the model from Node with \`loadModel\``,
    open: (p: Params) =>
      `Expected a graph for batches of any size. A number of \`${p.kernel}\` changes with the size of the input, and not in proportion. Give the model's input a fixed shape beside the batch, or serve it from Node with \`loadModel\``,
    steps: (p: Params) =>
      `Expected the same operations for inputs of every size. From \`${p.kernel}\` on they differ. Take decisions by size out of the layers' \`call\`, or give the model's input a fixed shape beside the batch`,
    reads: () =>
      "Expected a model that computes with tensors alone. One of its layers reads their numbers (`dataSync`, `arraySync`) on the way, which no graph can do. Use operations of `tf` in the layer's `call`",
    differs: (p: Params) =>
      `Expected the graph to predict what the model predicts. It is off by ${p.gap}: a layer depends on something beside its input and weights. Nothing was written`,
    ownFolder: (p: Params) =>
      `Expected a folder of its own for a graph model. ${p.path} holds a model that \`saveModel\` wrote. Give another folder`,
  },
};
