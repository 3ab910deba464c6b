import type { notebook as source } from '../en/notebook.js';
import type { Params } from '../params.js';

/** `1/2 分；提交后隐藏测试还有 1 分`. */
const pointsWithHidden = (p: Params): string =>
  Number(p.hidden) === 0
    ? `${p.score}/${p.points} 分`
    : `${p.score}/${p.points} 分；提交后由隐藏测试再给 ${p.hidden} 分`;

export const notebook: typeof source = {
  course: {
    quizzes: (p) => `小测（不计分）：${p.total} 题中答对 ${p.right} 题。`,
    what: () =>
      '一门用 TypeScript 构建 AI 模型的课程：每个部分都由你自己写，`check` 会立刻告诉你对不对。',
    solved: (p: Params) => `共 ${p.total} 道练习，你已完成 ${p.solved} 道。`,
    begin: () => '点击一课即可开始。',
    number: () => '编号',
    lesson: () => '课程',
    minutes: () => '分钟',
    exercises: () => '已完成的练习',
    planned: () => '计划中',
    objectives: () => '学完后你能够：',
    exerciseList: () => '练习：',
    exercise: (p) => `${p.title}（\`${p.name}\`）：${p.state}`,
    untouched: () => '尚未检查',
    passed: () => '已完成',
    tried: (p: Params) => `上次检查得 ${p.score}/${p.points} 分`,
    howTitle: () => '使用方法',
    how: () =>
      '用 Shift+Enter 从上往下运行一课的单元格。在练习各自的单元格里写代码，运行它，再运行下面的检查。你的成果都在这个文件夹里；用 Ctrl+S（Mac 上为 ⌘S）保存。提交时，把该课的 `lesson.ipynb` 文件交给老师。本页在每次启动和每次检查时重新生成：关闭后再打开即可看到最新内容。',
  },
  values: {
    disposed: () => '（已释放：其中的数已不存在；请用 `tf.keep` 保留它，或从 `tf.tidy` 中返回它）',
    unreadable: (p: Params) => `（此处无法读取其中的数：${p.reason}）`,
    notBuilt: () => '（尚未构建：请给第一层设置 `inputShape`，或先用一个张量调用它）',
    layerNotBuilt: () => '（尚未构建：首次使用时才会生成权重）',
    parameters: (p: Params) => `${p.count} 个参数`,
    moreRows: (p: Params) => `还有 ${p.count} 行`,
  },
  progress: {
    left: (p: Params) => `还需 ${p.time}`,
    took: (p: Params) => `用时 ${p.time}`,
    seconds: (p: Params) => `${p.s} 秒`,
    minutes: (p: Params) => `${p.min} 分 ${p.s} 秒`,
    hours: (p: Params) => `${p.h} 小时 ${p.min} 分`,
  },
  training: {
    progress: (p: Params) => `第 ${p.epoch}/${p.epochs} 轮 · 损失 ${p.loss}`,
    stopped: (p: Params) =>
      `训练已停止，完成了 ${p.epochs} 个完整的 epoch。模型保留已学到的内容，\`fit\` 返回到目前为止的记录。`,
    stoppedMlp: (p: Params) =>
      `训练已停止，完成了 ${p.epochs} 个完整的 epoch。\`trainMlp\` 返回已学到的权重和到目前为止的损失。`,
    stoppedAt: (p: Params) =>
      `训练将在第 ${p.step} 步（共 ${p.steps} 步）之后停止。模型保留已学到的内容，\`fit\` 返回到目前为止的记录。`,
    eager: (p: Params) =>
      `训练以逐个操作的方式运行，因为 \`${p.name}\` 是你自己的代码。如果它只计算张量，可在 \`${p.api}\` 的选项中加上 \`capture: true\` 来加速：一步会被录制一次然后回放，并不时与逐个操作的结果比较。`,
    steps: () => '步',
    epochs: () => '轮',
    epochOf: (p: Params) => `第 ${p.epoch}/${p.epochs} 轮`,
    title: () => '损失',
    epoch: () => '轮次',
    loss: () => '损失',
    training: () => '训练',
    validation: () => '验证',
  },
  output: {
    leftOut: (p: Params) =>
      `[此处省略了该单元格的 ${p.mb} MB 输出：笔记本中每个单元格最多显示 ${p.limit} MB。下面是输出的结尾。请少打印一些，或写入文件。]`,
  },
  errors: {
    place: (p: Params) => `In [${p.cell}] 第 ${p.line} 行`,
    placeIn: (p: Params) => `In [${p.cell}] 第 ${p.line} 行，函数 ${p.fn}`,
    noFrame: () => '这个错误不涉及笔记本中的任何一行，它来自：',
    causedBy: () => '起因：',
    interrupted: () => '已中断。',
    thrownValue: (p: Params) =>
      `抛出的不是 \`Error\`：${p.value}\n请抛出 \`new Error(…)\`，它会记住所在的行。`,
    runAbove: (p: Params) =>
      `${p.list} 来自内核启动后还没有运行过的单元格。请先运行上面的单元格：菜单 \`Run ▸ Run All Above Selected Cell\`。`,
    punctuation: (p: Params) =>
      `\`${p.character}\`（${p.code}）只是看起来像代码字符。请改写为 \`${p.instead}\`。`,
    invisible: (p: Params) =>
      `这里有一个看不见的字符（${p.code}），通常是从网页复制来的。请删除它，或重新输入这一行。`,
    late: (p: Params) =>
      `有一个错误没有被捕获（来自定时器、事件或没有 \`await\` 的 Promise）。\n${p.text}`,
  },
  record: {
    name: (p) => `名称应由字母和数字组成，以小写字母开头，例如 'testAccuracy'。实际是：${p.got}`,
    value: (p) => `\`${p.name}\` 应为有限的数；如果是张量，请取 dataSync()[0]。实际是：${p.got}`,
    seed: (p) => `GRADUS_SEED 应为 0 到 2147483647 的整数，或不设置。实际是：${p.got}`,
  },
  quiz: {
    right: (p) => `答对了。${p.why}`,
    wrong: (p) => `不对。${p.why}`,
    choose: (p) => `把问号换成你选的答案字母（\`a\` 到 \`${p.last}\`），再运行这个单元。`,
    letter: (p) => `这里应是答案的字母，从 'a' 到 '${p.last}'。实际是：${p.got}`,
    unknown: (p) => `没有名为 \`${p.name}\` 的小测。可用的有：${p.list}。`,
    ambiguous: (p) =>
      `好几课都有名为 \`${p.name}\` 的小测：${p.list}。请指明哪一课：\`quiz('${p.name}', 'a', { lesson: '${p.lesson}' })\`。`,
  },
  kept: {
    yours: (p: Params) => `\`${p.exercise}\`：这里运行的是你自己的版本，保留自课程 ${p.lesson}。`,
    none: (p: Params) =>
      `\`${p.exercise}\`：这里运行的是库里的版本；用 \`gradus keep\` 保留之后，就会运行你的版本。`,
    changed: (p: Params) =>
      `\`${p.exercise}\`：这里运行的是库里的版本，因为 \`${p.file}\` 在通过测试之后被改过。请改课程 ${p.lesson} 的笔记本，再用 \`gradus keep\` 重新保留。`,
    misfit: (p: Params) =>
      `\`${p.exercise}\`：这里运行的是库里的版本，因为你在课程 ${p.lesson} 中的版本接受或返回的类型与练习所说的不同。请照练习给出的签名声明它，再用 \`gradus keep\` 重新保留。`,
    broken: (p: Params) =>
      `\`${p.exercise}\`：这里运行的是库里的版本，因为 \`${p.file}\` 无法载入（${p.reason}）。`,
    several: (p: Params) =>
      `\`${p.exercise}\`：这里运行的是库里的版本，因为你从几门课程都保留过它：${p.list}。请写明是哪一个：\`kept('${p.exercise}', …, { lesson: '${p.lesson}' })\`。`,
    threw: (p: Params) => `由你自己的 \`${p.exercise}\` 抛出，它保留自课程 ${p.lesson}${p.place}。`,
    name: (p: Params) =>
      `\`exercise\` 应为练习的名字，例如 \`kept('softmax', library.softmax)\`。收到的是：${p.got}`,
    lesson: (p: Params) =>
      `\`lesson\` 应为课程文件夹的名字，例如 '02-a-network-from-scratch'。收到的是：${p.got}`,
    offer: (p: Params) =>
      `以后的课程可以运行你的 \`${p.exercise}\`：先保存笔记本，再在终端里用这条命令保留它：\`${p.command}\``,
  },
  check: {
    noTests: (p: Params) =>
      `${p.exercise}：什么也没有检查，因为这个包里没有它的公开测试（${pointsWithHidden(p)}）。如果不是课程有意为之，请重新安装这个包。`,
    allPassed: (p: Params) =>
      `${p.exercise}：${p.total} 项公开测试全部通过（${pointsWithHidden(p)}）。`,
    somePassed: (p: Params) =>
      `${p.exercise}：${p.total} 项公开测试通过了 ${p.passed} 项（${pointsWithHidden(p)}）。`,
    notSolved: (p: Params) =>
      `${p.exercise}：尚未完成。请在它的单元格里写出代码，运行该单元格，然后再次检查。`,
    test: () => '测试',
    expected: () => '期望',
    got: () => '实际',
    firstDifference: () => '首个差异位置',
    points: () => '得分',
    pointsOf: (p: Params) => `${p.score}/${p.points} 分`,
    sameError: () => '错误同上。',
    handIn: (p: Params) =>
      `提交方法：保存笔记本（Ctrl+S，Mac 上为 ⌘S），然后把文件 \`${p.file}\` 交到老师指定的地方。`,
    guess: (p: Params) => `可能的原因：${p.guess}`,
    input: () => '输入（可粘贴到单元格的代码）',
    inputLast: (p: Params) => `${p.count} 次输入中的最后一次（可粘贴到单元格的代码）`,
    inputTooLong: () => '输入太长，无法粘贴到单元格，或由测试自己的函数组成。',
    hint: (p: Params) => `提示：${p.hint}`,
    compiledPlace: (p: Params) =>
      `位于编译后代码的第 ${p.line} 行。用 \`npm start\` 启动 JupyterLab，这里就会显示你自己代码的行号。`,
    unknown: (p: Params) => `没有名为 \`${p.exercise}\` 的练习。可用的有：${p.list}。`,
    unknownLesson: (p: Params) =>
      `没有名为 \`${p.lesson}\` 的课程。应为课程文件夹的名字，例如 \`02-a-network-from-scratch\`。`,
    ambiguous: (p: Params) =>
      `多个课程都有练习 \`${p.exercise}\`：${p.list}。请指明是哪一个：\`check('${p.exercise}', ${p.exercise}, { lesson: '${p.lesson}' })\`。`,
    usingLibrary: (p: Params) => `\`${p.exercise}\`：你的版本通过检查之前，这里使用库中的版本。`,
    usingLibraryChanged: (p: Params) =>
      `\`${p.exercise}\`：上次检查之后你的代码有改动，因此这里使用库中的版本。请重新运行它的检查。`,
  },
};
