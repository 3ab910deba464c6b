import type { ArtefactReason, judge as enJudge } from '../en/judge.js';
import { type Params, wordsFor } from '../params.js';
import { noNotebook, whyNoNotebook } from './broken-notebook.js';
import { guesses } from './guesses.js';
import { notEncodable } from './not-encodable.js';

const of = (p: Params): string =>
  p.what && p.what !== 'result' ? `\`${p.what}\`` : `${p.subject ?? '返回值'}`;

/** Why a test was not run; a reason that is no code stands as it is. */
const reasons = {
  'unreadable-notebook': '笔记本无法读取',
  'empty-folder': '没有笔记本',
  'other-lessons': '没有提交这一课的笔记本',
  artefact: '提交的文件无法读取',
  budget: '这道练习的时间已被前面的测试用完',
};

/** 笔记本旁边的附件没有读取的原因。 */
const artefactReasons: Readonly<Record<ArtefactReason, string>> = {
  'too-large': '超过了本课允许的大小',
  'no-folder': '它是文件，不是文件夹',
  'too-many-files': '里面的文件或文件夹太多',
  'no-text': '里面有不是 UTF-8 文本的文件',
};

const types: typeof enJudge.types = {
  tensor: '张量',
  number: '数',
  string: '字符串',
  boolean: '布尔值',
  object: '对象',
  array: '数组',
  function: '函数',
  remote: '函数或带方法的对象',
};

/** 没有中文名的类型是代码。 */
const typeOf = (name: unknown): string =>
  Object.hasOwn(types, `${name}`) ? wordsFor(types, name) : `\`${name}\``;

/** 数照原样写，其余的值是代码。 */
const value = (text: unknown): string =>
  /^(?:[-+]?[\d.].*|-?Infinity|NaN|)$/.test(`${text}`) ? `${text}` : `\`${text}\``;

const breaches: typeof enJudge.breaches = {
  'unknown-frame': '未知的帧',
  'frame-out-of-turn': '不该在此时出现的帧',
  'malformed-frame': '格式错误的帧',
  'malformed-error': '格式错误的错误对象',
  'malformed-value': '格式错误的值',
  'callback-out-of-turn': '不该在此时出现的回调',
  'malformed-callback': '格式错误的回调',
  'callback-not-handed-out': '这项测试没有给出的回调',
  'callback-settled-early': '没有调用就已完成的回调',
};

const stages = {
  start: '开始评分',
  read: '读取文件',
  prepare: '解析和编译单元格',
  test: '测试答案',
  report: '生成报告',
};

const stopped = (p: Params): string => {
  const limits: Readonly<Record<string, string>> = {
    time: `占用处理器超过 ${p.limit} 秒`,
    memory: `占用内存超过 ${p.limit} MB`,
    crash: '评分进程意外结束',
  };
  return limits[`${p.reason}`] ?? `${p.reason}（${p.limit}）`;
};

const whyNotRead = (p: Params): string =>
  Object.hasOwn(artefactReasons, `${p.reason}`)
    ? wordsFor(artefactReasons, p.reason)
    : (whyNoNotebook(p) ?? `${p.reason}`);

/** Verdicts, and the sentences behind the codes of issues and notices. */
export const judge: typeof enJudge = {
  reasons,
  stages,
  types,
  breaches,
  verdicts: {
    passed: '通过',
    failed: '未通过',
    error: '出错',
    timeout: '超时',
    'out-of-memory': '内存不足',
    'not-run': '未运行',
    tampered: '干扰评分',
  },
  kinds: {
    value: '数值',
    property: '性质',
    gradient: '梯度',
    stability: '数值稳定性',
    contract: '接口约定',
    training: '训练',
  },
  artefactParts: {
    form: (p) => `${p.id} 的格式`,
    score: (p) => `${p.id} 的得分`,
  },
  exitCode: (p) => `退出码 ${p.code}`,
  unknownCode: (p) => `代码 \`${p.code}\` 没有对应的说明。`,
  place: (p) => `第 ${p.cell} 个代码单元，第 ${p.line} 行：${p.text}`,
  issues: {
    'type-mismatch': (p) => `${of(p)}的类型应为${typeOf(p.expected)}，实际是${typeOf(p.got)}。`,
    'dtype-mismatch': (p) =>
      `${of(p)}的 dtype 应为 \`${p.expected}\`，实际是 \`${p.got}\`。可以用 \`.cast('${p.expected}')\` 转换。`,
    'shape-mismatch': (p) =>
      p.length !== undefined
        ? `${of(p)}应有 ${p.length} 个元素，实际有 ${p.given} 个。`
        : `${of(p)}的形状应为 ${p.expected}，实际是 ${p.got}。请检查沿哪个轴求和或相乘。`,
    'value-mismatch': (p) =>
      p.total === 1
        ? `${of(p)}应为 ${value(p.expected)}，实际是 ${value(p.got)}。`
        : `${of(p)}首先在 ${p.index} 处不同：应为 ${p.expected}，实际是 ${p.got}。共 ${p.total} 个数，其中 ${p.badCount} 个不同，最大误差 ${p.maxError}。`,
    'not-finite': (p) =>
      `${of(p)}${p.index ? `在 ${p.index} 处` : ''}是 ${p.got}，而这里应为有限的数。${p.nanInInput ? '输入里也有 NaN：凡是用到它的结果都会变成 NaN。' : '请检查 `exp`、`log` 或除法是否溢出，以及是否对负数开方或取对数。'}`,
    'missing-key': (p) => `${of(p)}缺少 \`${p.key}\`。请返回以这个名字为键的对象。`,
    expectation: (p) => `${p.sentence}`,
    threw: (p) => `你的代码抛出了 \`${p.name}\`：${p.message}`,
    'wrong-error': (p) => `${of(p)}应抛出 \`${p.expected}\`，却抛出了 \`${p.name}\`：${p.message}`,
    'not-a-function': (p) => `\`${p.name}\` 应为函数，实际是${typeOf(p.type)}。`,
    missing: (p) => `笔记本中没有声明 \`${p.name}\`。请在练习的单元中用这个名字编写。`,
    'cell-too-large': (p) =>
      `\`${p.name}\` 在第 ${p.cell} 个代码单元里，而这个单元没有读取：它有 ${p.mb} MB 文本，一个单元最多读取 ${p.limit} MB。请把数据放在单独的文件或单元里。`,
    'not-solved': (p) =>
      `\`${p.name}\` 还没有完成：它仍是发下来时的样子，一调用就抛出错误。请在那里写上你的代码。`,
    'other-not-solved': (p) =>
      `\`${p.name}\` 调用了 \`${p.other}\`，而后者尚未完成：请先完成它，或改用库中的版本。`,
    'load-failed': (p) => `这道练习所需的单元无法运行：${p.message}`,
    'load-failed-by': (p) =>
      `你的代码用到了 \`${p.name}\`，为此需要先运行第 ${p.cell} 个代码单元，而该单元在这里无法运行：${p.message}`,
    exited: (p) =>
      `运行你的代码的进程在给出答案之前就结束了（${p.detail}）。请返回一个值；\`process.exit\`、\`process.abort\` 之类的调用会结束它。`,
    timeout: (p) => `${p.ms} 毫秒内没有得到结果。请检查是否有死循环，或永远不会完成的 Promise。`,
    'argument-disposed': (p) =>
      `你的函数释放了第 ${p.argument} 个参数，而调用者还要用它。只释放你自己创建的张量；\`tf.tidy\` 会替你做这件事。`,
    'argument-changed': (p) =>
      `你的函数改动了第 ${p.argument} 个参数，而它属于调用者。请在副本上操作。`,
    'never-settles': () =>
      '你的代码在等待一个不可能再完成的 Promise。请检查哪个 `await` 等待的 Promise 永远不会完成。',
    'cpu-limit': (p) =>
      `你的代码用掉了超过 ${p.ms} 毫秒的处理器时间。请检查是否有死循环，或用张量运算代替逐个数的循环。`,
    'callback-limit': (p) =>
      `你的代码调用传入的函数超过 ${p.count} 次，或传给它们的值超过 ${p.mb} MB。请检查是否有死循环。`,
    'out-of-memory': (p) =>
      `你的代码需要的内存超过了 ${p.mb} MB。请检查是否有不断变大的数组或张量，并用 \`tf.tidy\` 释放张量。`,
    'output-limit': (p) => `你的代码打印的内容超过了 ${p.kb} KB。请少打印一些，尤其是在循环里。`,
    'process-limit': (p) => `你的代码启动了超过 ${p.count} 个进程或线程。练习不需要它们。`,
    'disk-limit': (p) =>
      `你的代码写入文件的数据超过了 ${p.mb} MB，或者文件太多。练习不需要写文件。`,
    unencodable: (p) =>
      `${of(p)}是${notEncodable(p.type)}，无法交给评判程序。请返回张量、数或普通数据。`,
    tampered: (p) =>
      `评判程序收到了没有任何测试要求过的内容（${wordsFor(breaches, p.detail)}），因此这项测试不计分。直接写文件描述符或自行启动定时器的代码会造成这种情况。`,
    'not-run': (p) => `测试没有运行：${wordsFor(reasons, p.reason)}。`,
    'artefact-missing': (p) => `没有提交 \`${p.path}\`。请用这个名字放在笔记本旁边。`,
    'artefact-refused': (p) =>
      `没有读取 \`${p.path}\`：${whyNotRead(p)}。请提交普通文件，大小不超过本课的限制。`,
    'artefact-score': (p) =>
      `你的 ${p.measure} 是 ${p.got}；最简单的做法也有 ${p.baseline}。要得更多分，请继续改进。`,
    'csv-text': () => '文件不是 UTF-8 文本。请写成普通的 CSV。',
    'csv-header': (p) => `第 1 行应为表头 \`${p.expected}\`，实际是 \`${p.got}\`。`,
    'csv-fields': (p) =>
      `第 ${p.row} 行应有 ${p.expected} 个用逗号隔开的值，实际有 ${p.got} 个。不要留空行。`,
    'csv-id-unknown': (p) =>
      `第 ${p.row} 行 \`${p.column}\` 列：没有名为 \`${p.got}\` 的样本。请照抄数据中的名称，不加引号或空格。`,
    'csv-id-twice': (p) =>
      `第 ${p.row} 行 \`${p.column}\` 列：\`${p.got}\` 在前面已出现。每个样本只写一行。`,
    'csv-number': (p) =>
      `第 ${p.row} 行 \`${p.column}\` 列应为有限的数，如 3 或 0.25，实际是 \`${p.got}\`。`,
    'csv-rows': (p) => `表头之下应有 ${p.expected} 行，实际有 ${p.got} 行：缺少样本 \`${p.id}\`。`,
    'judge-failed': (p) =>
      `评分程序自身在这项测试上出错（${p.message}）。这不是你的错，请告诉你的老师。`,
    'code-too-large': (p) =>
      `这道练习需要的单元格合成的脚本有 ${p.mb} MB，最多只运行 ${p.most} MB。请检查是否把数据直接写进了单元格，改为从文件读取或用代码生成。`,
    'too-many-numbers': (p) =>
      `${of(p)}有 ${p.got} 个数，最多应有 ${p.most} 个。请检查是否有不断变长的列表。`,
    'grading-stopped': (p) =>
      `这份笔记本的评分在${wordsFor(stages, p.stage)}时被终止：${stopped(p)}。其他提交不受影响。请检查嵌套几十层的类型或表达式，以及特别大的单元格或返回值。`,
    'sandbox-failed': (p) => `沙箱无法启动（${p.message}）。这不是你的错，请告诉你的老师。`,
  },
  guesses,
  notices: {
    'duplicate-cell': (p) =>
      `练习 \`${p.exercise}\` 的单元不止一个；评的是第 ${p.kept} 个代码单元。请删去其余的。`,
    'missing-cell': (p) =>
      `缺少练习 \`${p.exercise}\` 的单元。请从一份新的课程副本中把它复制回来。`,
    'unreadable-notebook': noNotebook,
    'older-version': (p) =>
      `这个笔记本是这一课的第 ${p.version} 版，现在是第 ${p.now} 版。它按第 ${p.now} 版的测试评分${p.renamed ? `；练习按旧名字找到（${p.renamed}）` : ''}${p.removed ? `；${p.removed} 不再评分` : ''}。\`gradus update\` 可以更新它。`,
    'newer-version': (p) =>
      `这个笔记本是这一课的第 ${p.version} 版，而评分程序只知道第 ${p.now} 版。名字相同的练习照常评分。请用更新的 gradus 评分。`,
    'hidden-state': (p) =>
      `第 ${p.cell} 个代码单元用到了 \`${p.name}\`，但没有任何单元声明它：它只存在于你正在运行的内核里。请重启内核并运行所有单元，就能看到这个错误。`,
    'whole-notebook': (p) =>
      `练习 \`${p.exercise}\` 是在运行它之前的所有单元之后评分的：只运行它点名用到的单元时得分更低。请把它需要的东西声明出来，不要依赖其他单元里的调用。`,
    'library-instead': (p) =>
      `练习 \`${p.exercise}\` 评分时，凡由 \`passedOr\` 选择之处都用了库中的函数，如同你的函数在笔记本里尚未通过时那样：用你的函数得分更低。`,
    'syntax-error': (p) => `TypeScript 无法读懂这段代码：${p.message}`,
    'type-error': (p) =>
      `TypeScript 报告：${p.message} 评分时代码仍然运行了；在 JupyterLab 中这个单元不会运行。`,
    'refused-cell': (p) =>
      `第 ${p.cell} 个代码单元在 JupyterLab 中不会运行（${p.message}），因此其中关于 \`${p.names}\` 的内容不算数：以其他单元给出的为准。请改正或删去这个单元。`,
    'redefined-name': (p) =>
      `第 ${p.cell} 个代码单元重新定义了 \`${p.name}\`；和在 JupyterLab 中一样，凡是用到 \`${p.name}\` 的地方都用新的定义。如果不是有意的，请在那里换一个名字。`,
    'refusals-unknown': (p) =>
      `没能在时限内检查完这个笔记本的类型，因此不知道 JupyterLab 会运行其中哪些单元。给出 \`${p.names}\` 的单元不止一个：练习 \`${p.exercise}\` 先按最后一个评分，没有通过时再按第一个评，取较好的结果。`,
    'matched-by-name': (p) => `练习 \`${p.exercise}\` 的单元失去了标记，是按它声明的名字认出来的。`,
    'renamed-exercise': (p) =>
      `练习 \`${p.exercise}\` 的单元声明的是 \`${p.names}\`。请把函数名改回发下来时的名字。`,
    'merged-cell': (p) =>
      `练习 \`${p.exercise}\` 的单元里还有 \`${p.others}\`，各自都按这个单元评了分。请一个单元只放一道练习。`,
    'retyped-cell': (p) =>
      `练习 \`${p.exercise}\` 的单元已不是代码单元。评分时仍按代码读取，记为第 ${p.cell} 个代码单元；请把它的类型改回 \`Code\`。`,
    'split-cell': (p) => `练习 \`${p.exercise}\` 的代码分散在几个单元里，已合在一起评分。`,
    'moved-cell': (p) =>
      `练习 \`${p.exercise}\` 的单元（第 ${p.cell} 个代码单元）排在它需要的单元之前，评分时放在其后运行。请重启内核并运行所有单元，就能看到这个错误。`,
    'odd-names': (p) =>
      `压缩包里有 ${p.count} 个条目的名字指向包外或不合常规，已略去；第一个是 \`${p.first}\`。`,
    'link-refused': (p) =>
      `没有查看 \`${p.name}\`：它是链接或不是普通文件，一律不予打开。请把文件夹本身放在那里。`,
    'outside-folders': (p) => `没有评 \`${p.name}\`：它不在任何学生的文件夹里，不知道是谁的。`,
    'outside-lessons': (p) => `\`${p.name}\` 没有评分：旁边的文件夹以课程命名，而它不是。`,
    'other-lessons': (p) =>
      `没有提交课程 \`${p.lesson}\` 的笔记本；提交了其他课的：${p.holds}。所有测试都算作未运行。`,
    'class-folder': (p) => `唯一的文件夹 \`${p.name}\` 被当作整个班级。`,
    'unknown-identity': (p) =>
      `不知道 \`${p.name}\` 是谁交的，已按这个名字评分。登分前请查明它属于谁。`,
    'duplicate-identity': () => '另一份提交的编号相同，或名字看起来一样。两份各自评了分。',
    'duplicate-identities': (p) =>
      `\`${p.name}\` 和 \`${p.other}\` 的编号相同，或名字看起来一样。已分别评分，前者记为 \`${p.student}\`，请查明各是谁。`,
    'earlier-attempts': (p) => `有多次提交；评的是最后一次 \`${p.kept}\`。没有评的：${p.others}。`,
    late: () => '教学平台把这份提交标为迟交。',
    group: (p) => `这是 ${p.count} 人小组的共同提交，每个人都按它评了分。`,
    'empty-folder': (p) =>
      `没有笔记本${p.holds ? `，只有：${p.holds}` : '，也没有别的文件'}。所有测试都算作未运行；请提交 JupyterLab 打开的、以 \`.ipynb\` 结尾的文件。`,
    'several-notebooks': (p) =>
      `有几个笔记本，只算一个：\`${p.kept}\`，即能读取的笔记本中做过的练习最多的那个。不算的：${p.others}。请只留下一个。`,
    'large-cell': (p) =>
      `第 ${p.cell} 个代码单元已略去：它有 ${p.mb} MB 文本，一个单元最多读取 ${p.limit} MB，全部代码最多 ${p.all} MB。请把数据放在单独的文件里。`,
    'needs-large-cell': (p) =>
      `练习 \`${p.exercise}\` 需要第 ${p.cell} 个代码单元里的 \`${p.name}\`，而这个单元已略去：它有 ${p.mb} MB 文本，一个单元最多读取 ${p.limit} MB。请缩小这个单元，或在别的单元声明 \`${p.name}\`。`,
    'guessed-names': (p) =>
      `有 ${p.count} 个名字不是 UTF-8，已按 ${p.encoding} 读取（这是猜测）；第一个是 \`${p.first}\`。如果看起来不对，请给文件夹改名。`,
    'unknown-lesson': (p) => `笔记本没有说明属于哪一课，已按课程 \`${p.lesson}\` 评分。`,
    'uncaught-error': (p) =>
      `练习 \`${p.exercise}\` 给出答案时，另有一个没有人捕获的错误：${p.message}。它不影响判定。请用 \`await\` 等待那个 Promise，或在抛出处捕获错误。`,
    'uncaught-error-hidden': (p) =>
      `运行 \`${p.exercise}\` 的隐藏测试时，有一个没有人捕获的错误：${p.message}。它不影响判定；它可能含有输入，因此不告诉学生。`,
    'reached-for': (p) =>
      `仅供参考，不影响判定：运行 \`${p.exercise}\` 及其依赖的单元格时，有代码用到了 ${p.names}。这道练习不能使用它：评分时只提供练习允许使用的库函数，Node 的模块在沙箱里也通不到外面。用到它的也可能是课程自带的单元格；请阅读代码，看看是哪一处、有什么用途。`,
    'grading-stopped': (p) =>
      `这份笔记本的评分在${wordsFor(stages, p.stage)}时被终止：${stopped(p)}。请在 JupyterLab 中打开它，重启内核并运行所有单元格：同样卡住的地方就是问题所在。`,
    'types-unchecked': () => '这份笔记本的类型没有检查：检查耗时过长，或占用内存过多。',
    'tensors-left': (p) =>
      `不扣分：\`${p.exercise}\` 留下了没有释放的张量。请把运算放进 \`tf.tidy\`，并释放循环中被替换的张量。`,
    'no-next-frame': (p) =>
      `不扣分：\`${p.exercise}\` 没有在每个小批量之后调用 \`await tf.nextFrame()\`，因此图表不会更新，停止按钮也要等待。`,
  },
};
