/** Typical wrong solutions of lesson 02b, each of which its exercise's tests must reject. */
import { type Tensor, tf } from '../../../src/backend/tf.js';
import type { Mutant, MutantsByExercise } from '../parts.js';
import { backward, localGradient, topologicalOrder, trainStep, unbroadcast } from './solution.js';

type Operation = 'add' | 'mul' | 'pow' | 'exp' | 'relu';
type Local = ReturnType<typeof localGradient>;
type Nodes = Parameters<typeof backward>[0];
type Net = Parameters<typeof trainStep>[0];

const spoiltLocal =
  (change: (operation: Operation, right: Local, inputs: number[], exponent: number) => Local) =>
  (operation: Operation, inputs: number[], exponent = 1): Local =>
    change(operation, localGradient(operation, inputs, exponent), inputs, exponent);

const localGradientMutants: readonly Mutant[] = [
  {
    name: 'factors not swapped',
    guess: {
      en: 'The partial of a product in one factor is the other factor.',
      zh: '乘积对一个因子的偏导数，是另一个因子。',
    },
    fn: spoiltLocal((operation, right, inputs) =>
      operation === 'mul' ? { ...right, partials: [...inputs] } : right,
    ),
  },
  {
    name: 'exponent forgotten in front',
    guess: {
      en: 'The slope of a power has the exponent in front: n a^(n - 1).',
      zh: '幂的斜率前面要乘以指数：n a^(n - 1)。',
    },
    fn: spoiltLocal((operation, right, [a = 0], n) =>
      operation === 'pow' ? { ...right, partials: [a ** (n - 1)] } : right,
    ),
  },
  {
    name: 'exponent not lowered',
    guess: {
      en: 'The slope of a power has an exponent that is smaller by 1.',
      zh: '幂的斜率里，指数要减 1。',
    },
    fn: spoiltLocal((operation, right, [a = 0], n) =>
      operation === 'pow' ? { ...right, partials: [n * a ** n] } : right,
    ),
  },
  {
    name: 'exp by the rule of powers',
    guess: {
      en: 'exp is its own slope; the rule of powers is for a variable below, not above.',
      zh: 'exp 的斜率就是它自己；幂的求导法则用于底数是变量的情形。',
    },
    fn: spoiltLocal((operation, right, [a = 0]) =>
      operation === 'exp' ? { ...right, partials: [a * Math.exp(a - 1)] } : right,
    ),
  },
  {
    name: 'slope 1 of ReLU at 0',
    guess: { en: 'At 0 the slope of ReLU is to be 0.', zh: 'ReLU 在 0 处的斜率应取 0。' },
    fn: spoiltLocal((operation, right, [a = 0]) =>
      operation === 'relu' ? { ...right, partials: [a >= 0 ? 1 : 0] } : right,
    ),
  },
  {
    name: 'ReLU passes everything back',
    guess: {
      en: 'Left of 0 a ReLU is flat: its slope there is 0.',
      zh: 'ReLU 在 0 的左边是平的：那里的斜率是 0。',
    },
    fn: spoiltLocal((operation, right) =>
      operation === 'relu' ? { ...right, partials: [1] } : right,
    ),
  },
];

type Plain = { inputs: number[] }[];

const topologicalOrderMutants: readonly Mutant[] = [
  {
    name: 'root first',
    guess: {
      en: 'The order is turned round: inputs come before what uses them.',
      zh: '次序反了：输入应排在使用它的节点之前。',
    },
    fn: (graph: Plain, root: number) => topologicalOrder(graph, root).reverse(),
  },
  {
    name: 'by breadth',
    guess: {
      en: 'Nodes stand by their distance from the root; a node may be both near and far.',
      zh: '节点按到根的距离排列；但一个节点可能既近又远。',
    },
    fn: (graph: Plain, root: number) => {
      topologicalOrder(graph, root);
      const seen = new Set([root]);
      for (const node of seen) for (const input of graph[node]?.inputs ?? []) seen.add(input);
      return [...seen].reverse();
    },
  },
  {
    name: 'by number',
    guess: {
      en: 'The numbers of the nodes say nothing about their order.',
      zh: '节点的编号与次序无关。',
    },
    fn: (graph: Plain, root: number) => topologicalOrder(graph, root).sort((a, b) => a - b),
  },
  {
    name: 'every path',
    guess: {
      en: 'A node that is used twice is visited twice: remember what is done.',
      zh: '用了两次的节点被访问了两次：请记住哪些已经完成。',
    },
    fn: (graph: Plain, root: number) => {
      topologicalOrder(graph, root);
      const order: number[] = [];
      const visit = (node: number): void => {
        for (const input of graph[node]?.inputs ?? []) visit(input);
        order.push(node);
      };
      visit(root);
      return order;
    },
  },
  {
    name: 'all nodes',
    guess: {
      en: 'Nodes that the root does not depend on are in the order.',
      zh: '次序里有根并不依赖的节点。',
    },
    fn: (graph: Plain, root: number) => {
      const order = topologicalOrder(graph, root);
      const others = [...graph.keys()].filter((node) => !order.includes(node));
      return [...others, ...order];
    },
  },
  {
    name: 'cycles not noticed',
    guess: {
      en: 'A cycle gives an order: tell nodes that are still open from those that are done.',
      zh: '有环的图也给出了次序：请区分仍在访问的节点和已经完成的节点。',
    },
    fn: (graph: Plain, root: number) => {
      const order: number[] = [];
      const seen = new Set<number>();
      const visit = (node: number): void => {
        if (seen.has(node)) return;
        seen.add(node);
        for (const input of graph[node]?.inputs ?? []) visit(input);
        order.push(node);
      };
      visit(root);
      return order;
    },
  },
];

/** The walk backwards, with what is done at each input. */
const walked =
  (
    pass: (gradients: number[], input: number, partial: number, own: number) => void,
    { start = 1, turned = true } = {},
  ) =>
  (graph: Nodes, order: number[]): number[] => {
    const gradients = graph.map(() => 0);
    gradients[order.at(-1) as number] = start;
    for (const node of turned ? [...order].reverse() : order) {
      const { inputs, partials } = graph[node] as Nodes[number];
      for (const [i, input] of inputs.entries()) {
        pass(gradients, input, partials[i] as number, gradients[node] as number);
      }
    }
    return gradients;
  };
const adds = (gradients: number[], input: number, value: number): void => {
  gradients[input] = (gradients[input] as number) + value;
};

const backwardMutants: readonly Mutant[] = [
  {
    name: 'replaced instead of added',
    guess: {
      en: 'A node that is used twice keeps only the last gradient: add them up.',
      zh: '用了两次的节点只留下最后一个梯度：应把它们相加。',
    },
    fn: walked((gradients, input, partial, own) => {
      gradients[input] = partial * own;
    }),
  },
  {
    name: 'only the own slopes',
    guess: {
      en: "The chain rule multiplies a node's partials by the node's own gradient.",
      zh: '链式法则要把节点的偏导数乘以节点自己的梯度。',
    },
    fn: walked((gradients, input, partial) => adds(gradients, input, partial)),
  },
  {
    name: 'slopes forgotten',
    guess: {
      en: 'Gradients are passed on without the partials.',
      zh: '梯度往回传时没有乘以偏导数。',
    },
    fn: walked((gradients, input, _partial, own) => adds(gradients, input, own)),
  },
  {
    name: 'from the leaves up',
    guess: {
      en: 'The order is walked from its start; gradients flow from the root, at its end.',
      zh: '是从次序的开头走的；梯度应从末尾的根往回流。',
    },
    fn: walked((g, input, partial, own) => adds(g, input, partial * own), { turned: false }),
  },
  {
    name: 'root starts at 0',
    guess: {
      en: 'All gradients are 0: the root changes with itself by 1.',
      zh: '所有梯度都是 0：根对自己的梯度是 1。',
    },
    fn: walked((g, input, partial, own) => adds(g, input, partial * own), { start: 0 }),
  },
  {
    name: 'only nodes of the order',
    guess: {
      en: 'There must be a number for each node of the graph, 0 for what the root does not use.',
      zh: '图的每个节点都要有一个数，根没有用到的节点是 0。',
    },
    fn: (graph: Nodes, order: number[]) => {
      const gradients = backward(graph, order);
      return order.map((node) => gradients[node]);
    },
  },
];

const unbroadcastMutants: readonly Mutant[] = [
  {
    name: 'mean instead of sum',
    guess: {
      en: 'The uses of an element add up; a mean is too small.',
      zh: '一个元素的各次使用要相加；取平均就太小了。',
    },
    fn: (gradient: Tensor, shape: number[]) => {
      const sum = unbroadcast(gradient, shape);
      return tf.mul(sum, sum.size / gradient.size);
    },
  },
  {
    name: 'first use only',
    guess: {
      en: 'Only the first use of each element counts; add up all of them.',
      zh: '只算了每个元素的第一次使用；应把所有使用相加。',
    },
    fn: (gradient: Tensor, shape: number[]) => {
      const padded = [...new Array<number>(gradient.rank - shape.length).fill(1), ...shape];
      return tf.reshape(
        tf.slice(
          gradient,
          padded.map(() => 0),
          padded,
        ),
        shape,
      );
    },
  },
  {
    name: 'axes in front only',
    guess: {
      en: 'Axes of size 1 were stretched too: sum over them as well.',
      zh: '大小为 1 的轴也被扩展过：也要对它们求和。',
    },
    fn: (gradient: Tensor, shape: number[]) => {
      let left = gradient;
      while (left.rank > shape.length) left = tf.sum(left, 0);
      return tf.clone(left);
    },
  },
  {
    name: 'axis of size 1 lost',
    guess: {
      en: 'The result lacks an axis of size 1: it must have the shape that was asked for.',
      zh: '结果少了一个大小为 1 的轴：它必须有所要求的形状。',
    },
    fn: (gradient: Tensor, shape: number[]) => tf.squeeze(unbroadcast(gradient, shape)),
  },
  {
    name: 'aligned at the left',
    guess: {
      en: 'Shapes are aligned at the right: what is missing is missing in front.',
      zh: '形状是靠右对齐的：缺少的轴在前面。',
    },
    fn: (gradient: Tensor, shape: number[]) => {
      const axes = gradient.shape.flatMap((size, axis) => (shape[axis] === size ? [] : [axis]));
      return tf.reshape(tf.sum(gradient, axes), shape);
    },
  },
  {
    name: 'unchanged',
    guess: {
      en: 'The gradient comes back in the broadcast shape.',
      zh: '返回的梯度仍是广播之后的形状。',
    },
    fn: (gradient: Tensor) => tf.clone(gradient),
  },
];

const spoiltStep =
  (change: (net: Net, moved: Net) => Net, rate = (given: number, _examples: number) => given) =>
  (net: Net, x: number[][], y: number[], learningRate: number) => {
    const { net: moved, loss } = trainStep(net, x, y, rate(learningRate, x.length));
    return { net: change(net, moved), loss };
  };
const asItIs = (_net: Net, moved: Net): Net => moved;

const trainStepMutants: readonly Mutant[] = [
  {
    name: 'uphill',
    guess: {
      en: 'The weights move up the gradient: subtract it.',
      zh: '权重沿梯度上升的方向移动：应减去梯度。',
    },
    fn: spoiltStep(asItIs, (given) => -given),
  },
  {
    name: 'sum instead of mean',
    guess: {
      en: 'The step is that of the sum of the losses; take their mean.',
      zh: '走的是损失之和的一步；应取平均。',
    },
    fn: spoiltStep(asItIs, (given, examples) => given * examples),
  },
  {
    name: 'learning rate ignored',
    guess: { en: 'The learning rate that was given is not used.', zh: '没有使用给定的学习率。' },
    fn: spoiltStep(asItIs, () => 1),
  },
  {
    name: 'biases never move',
    guess: {
      en: 'The biases stay as they are: they need a step too.',
      zh: '偏置没有变：它们也需要更新。',
    },
    fn: spoiltStep((net, moved) => ({ ...moved, b1: net.b1, b2: net.b2 })),
  },
  {
    name: 'first layer never moves',
    guess: { en: 'The first layer stays as it was.', zh: '第一层一直没有变。' },
    fn: spoiltStep((net, moved) => ({ ...moved, w1: net.w1, b1: net.b1 })),
  },
  {
    name: 'loss after the step',
    guess: {
      en: 'The loss is that of the network after the step; give the one before.',
      zh: '给出的是走完这一步之后的损失；应给出之前的。',
    },
    fn: (net: Net, x: number[][], y: number[], rate: number) => {
      const { net: moved } = trainStep(net, x, y, rate);
      return { net: moved, loss: trainStep(moved, x, y, 0).loss };
    },
  },
];

export const mutants: MutantsByExercise = {
  localGradient: localGradientMutants,
  topologicalOrder: topologicalOrderMutants,
  backward: backwardMutants,
  unbroadcast: unbroadcastMutants,
  trainStep: trainStepMutants,
};
