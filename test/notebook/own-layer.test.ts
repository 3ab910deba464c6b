/** A layer of a student's own, from the cell that defines it to the model that is loaded again. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../capabilities.js';
import { type CellRun, errorText, runCells, streamText, temporaryWorkspace } from './run-cells.js';

const workspace = temporaryWorkspace();
const folder = join(workspace.folder, 'model').replaceAll('\\', '/');

const model = (capture: boolean): string => `
setSeed(1);
const model = tf.sequential({
  layers: [
    tf.layers.dense({ units: 3, inputShape: [2] }),
    new Scale({ start: 2, name: 'my_scale' }),
    tf.layers.dense({ units: 1 }),
  ],
});
model.compile({ optimizer: tf.train.adam(0.05), loss: 'meanSquaredError', capture: ${capture} });
const { history } = await model.fit(x, y, { epochs: 20, verbose: 0 });
console.log(history.loss.length, (history.loss.at(-1) as number).toPrecision(4));`;

const cells = {
  imports: `import { setSeed, tf, useBackend } from 'gradus';
import type { BaseLayerOptions, LayerVariable, Tensor } from 'gradus';
import { checkLayer } from 'gradus/conformance';
await useBackend({ printBackend: false });
const x = tf.tensor2d([[1, 2], [3, 4], [5, 6], [7, 8]]);
const y = tf.tensor2d([[1], [0], [2], [3]]);`,
  // Parameters without types, as in the documentation of TensorFlow.js.
  define: `class Scale extends tf.layers.Layer {
  static className = 'Scale';
  readonly start: number;
  private factor: LayerVariable;
  constructor(config: BaseLayerOptions & { start?: number } = {}) {
    super(config);
    this.start = config.start ?? 1;
  }
  build(inputShape) {
    const initializer = tf.initializers.constant({ value: this.start });
    const penalty = tf.regularizers.l2({ l2: 1e-4 });
    this.factor = this.addWeight('factor', [inputShape.at(-1)], 'float32', initializer, penalty);
    super.build(inputShape);
  }
  computeOutputShape(inputShape) { return inputShape; }
  call(inputs, kwargs) {
    return tf.tidy(() => tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, this.factor.read()));
  }
  getConfig() { return { ...super.getConfig(), start: this.start }; }
}
tf.serialization.registerClass(Scale);`,
  eager: model(false),
  captured: model(true),
  load: `await model.save('file://${folder}');
const again = await tf.loadLayersModel('file://${folder}/model.json');
const [one, two] = [model, again].map((each) => each.predict(x) as Tensor);
console.log(tf.max(tf.abs(tf.sub(one, two))).dataSync()[0]);
console.log(again.layers[1] instanceof Scale, (again.layers[1] as Scale).start);`,
  subclass: `class Shifting extends Scale {
  static className = 'Shifting';
  mean = new tf.LayerVariable(tf.zeros([2]), 'float32', 'mean', false);
  call(inputs: Tensor, { training }: { training?: boolean }): Tensor {
    if (training) this.mean.write(tf.mean(inputs, 0));
    return tf.sub(super.call(inputs, {}), this.mean.read());
  }
}
const shifting = new Shifting();
console.log(shifting.built, (shifting.apply(x, { training: true }) as Tensor).arraySync()[0]);
shifting.setWeights([tf.tensor1d([3, 4])]);
console.log(shifting.countParams(), shifting.getWeights()[0].arraySync(), shifting.getClassName());`,
  conformance: `(await checkLayer(() => new Scale(), { inputShape: [4] })).map(({ message }) => message)`,
  wrong: 'class Bad extends tf.layers.Layer { call(inputs: Tensor) { return 3; } }',
  abstract: 'new tf.layers.Layer()',
};

describeIf('jupyter', "a layer of one's own in a notebook", () => {
  const runs = new Map<string, CellRun>();
  beforeAll(async () => {
    const { results } = await runCells(Object.values(cells), {
      cwd: workspace.folder,
      env: { GRADUS_LANG: 'en' },
    });
    for (const [i, name] of Object.keys(cells).entries()) runs.set(name, results[i] as CellRun);
  });
  afterAll(() => workspace.remove());
  const told = (name: keyof typeof cells): string =>
    errorText(runs.get(name)) + streamText(runs.get(name), 'stdout');

  test('is defined, trained, saved and loaded', () => {
    expect([told('imports'), errorText(runs.get('define'))]).toEqual(['', '']);
    expect(told('load')).toBe('0\ntrue 2\n');
  });

  test('in eager steps, which name the layer and the opt-in, and in captured ones', () => {
    const eager = told('eager');
    expect(eager).toContain('because `my_scale` is your own code');
    expect(eager).toContain('`capture: true` in `compile`');
    const losses = /^20 .*$/m.exec(eager)?.[0];
    expect(losses).toBeDefined();
    expect(told('captured')).toBe(`${losses}\n`);
  });

  test('keeps tensors, gives and takes weights, and can be extended', () => {
    expect(told('subclass')).toBe('false [ -3, -3 ]\n2 [ 3, 4 ] Shifting\n');
  });

  test('passes the checks of conformance', () => {
    expect(told('conformance')).toBe('[]\n');
  });

  test('mistakes are type errors', () => {
    expect(told('wrong')).toContain("'call' in type 'Bad' is not assignable");
    expect(told('abstract')).toContain('Cannot create an instance of an abstract class');
  });
});
