import type { Params } from '../params.js';

/** What captured steps say; a reason ends the sentence "… runs eagerly, because it …". */
export const capture = {
  eager: (p: Params) => `${p.name} runs eagerly, operation by operation, because it ${p.reason}.`,
  givenUp: (p: Params) =>
    `${p.name} runs eagerly from now on, operation by operation: its replay was given up, because it ${p.reason}.`,
  trainingStep: (p: Params) => `The training step of ${p.model}`,
  evaluationStep: (p: Params) => `The evaluation step of ${p.model}`,
  generation: (p: Params) => `a step of generation with ${p.model}`,
  prediction: (p: Params) => `The prediction of ${p.model}`,
  userCode: (p: Params) =>
    `The training step of ${p.name} runs eagerly, because \`${p.part}\` is your own code. If it does nothing but compute tensors, \`capture: true\` in \`compile\` makes it faster: it is then recorded once and replayed, and compared with eager execution from time to time.`,
  reasons: {
    'host-read': (p: Params) =>
      `reads values of a tensor (\`dataSync\`, \`arraySync\`, \`data\`; made by ${p.op}) while it runs`,
    'host-read-in-layer': (p: Params) =>
      `reads values of a tensor (\`dataSync\`, \`arraySync\`, \`data\`; made by ${p.op}) in the layer \`${p.layer}\``,
    'changing-value': (p: Params) =>
      `makes a tensor in JavaScript that is another one each time (it goes into ${p.op}), such as random numbers or a dropout mask`,
    'changing-shape': (p: Params) => `makes tensors whose shape depends on values (${p.op})`,
    'other-ops': (p: Params) => `does not do the same operations each time (first at ${p.op})`,
    'random-op': (p: Params) => `draws random numbers in TensorFlow (${p.op})`,
    effect: (p: Params) => `does something besides computing (${p.op})`,
    type: (p: Params) => `uses a type of tensor that cannot be captured (${p.op})`,
    'new-variable': (p: Params) => `makes a variable each time (${p.name})`,
    disposes: (p: Params) => `disposes a variable (${p.name})`,
    keeps: (p: Params) => `keeps a tensor (of ${p.op}) after its end`,
    prints: (p: Params) => `prints (${p.what})`,
    clock: (p: Params) => `looks at the clock (${p.what})`,
    random: (p: Params) => `draws random numbers in JavaScript (${p.what})`,
    changes: (p: Params) => `changes \`${p.what}\`, which is not a tensor of its own`,
    'updates-other': () => 'updates a variable in place that is not among the inputs of the update',
    unstable: () => 'uses tensors or frozen variables that are others again and again',
    differs: (p: Params) => `gave another result than eager execution (step ${p.step})`,
    failed: (p: Params) => `failed in TensorFlow: ${p.error}`,
  },
};
