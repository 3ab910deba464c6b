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
