import type { course as enCourse } from '../en/course.js';
import { type Params, wordsFor } from '../params.js';

const seen = { visible: '可见', hidden: '隐藏' };

const states = { solved: '填入参考解后', unsolved: '按发给学生的样子' };
const lessonAs = (p: Params): string => `${wordsFor(states, p.mode)}（种子 ${p.seed}）`;

export const course: typeof enCourse = {
  header: {
    time: '时间',
    timeValue: (p) => `阅读和练习约 ${p.read} 分钟，运行约 ${p.run} 分钟`,
    hardware: '硬件',
    roles: '适合',
    prerequisites: '先修',
    noPrerequisites: '无',
    artefact: '同时提交',
    artefactValue: (p) => `\`${p.path}\`：${p.title}（${p.points} 分，不超过 ${p.maxKb} KB）`,
    objectives: '学完本课，你能够：',
  },
  roles: {
    algorithm: '算法工程师',
    data: '数据工程师',
    'ai-engineer': 'AI 工程师',
  },
  exerciseLine: (p) =>
    `**练习 \`${p.name}\`** · ${p.points} 分 · 难度 ${p.difficulty} · 重要性 ${p.importance} · 约 ${p.minutes} 分钟`,
  numbers: {
    oneToFive: () => '1 到 5 的整数',
    positive: () => '大于 0 的数',
    positiveInteger: () => '大于 0 的整数',
  },
  recorded: {
    percent: (p) => `${p.value}%`,
    unit: (p) => `${p.value} ${p.unit}`,
    spread: (p) => `${p.mean}（${p.seeds} 个随机种子，${p.lowest} 至 ${p.highest}）`,
  },
  asides: {
    NOTE: '说明',
    TIP: '窍门',
    IMPORTANT: '重要',
    WARNING: '警告',
    CAUTION: '小心',
  },
  figures: {
    // Bold ends at a letter or a digit: CommonMark would read no end behind a space.
    label: (p) => `图 ${p.number}`,
    inText: (p) => `图 ${p.number}`,
  },
  references: {
    heading: '参考文献',
    comma: '、',
    two: (p) => `${p.first} 与 ${p.second}`,
    andOthers: (p) => `${p.first} 等`,
    short: (p) => (p.year === '' ? p.names : `${p.names}，${p.year}`),
    part: (p) => `${p.short}，${p.where}`,
    entry: (p) => `${p.authors}${p.year === '' ? '' : `（${p.year}）`}：${p.title}。`,
  },
  problems: {
    'aside-form': (p) =>
      `旁注应是不在列表中的引用块：第一行只写 ${p.known} 之一，正文从下一行开始。实际是：${p.got}`,
    'figure-form': () =>
      '插图应独占一段：`![图中有什么](name.png "图注。"){#fig-key}`，图片放在课程文件旁边。',
    'figure-twice': (p) => `插图 #${p.key} 在第 ${p.line} 行已出现过：请换一个键。`,
    'figure-unknown': (p) =>
      `没有插图 ${p.url}。本课有：${p.known}。插图的键写在图片后面的 \`{#fig-key}\` 中。`,
    'link-empty': (p) => `指向 ${p.url} 的链接没有可点的文字：请写在方括号里。`,
    'control-character': (p) =>
      `这一行有一个控制字符 U+${p.code}：谁也看不见它，它却会弄坏公式。请写出本来要写的字符。`,
    'formula-broken': (p) => `公式 ${p.got} 无法排版：${p.why}。请改正它。`,
    'picture-kind': (p) =>
      `JupyterLab 不能在笔记本中显示这种图片：${p.url}。请存为 PNG、JPEG 或 WebP，放在课程文件旁边，文件名只用字母、数字、\`_\`、\`-\` 和 \`.\`。`,
    'picture-large': (p) => `图片 ${p.url} 有 ${p.got} KB，最多应为 ${p.most} KB：请缩小它。`,
    'reference-unknown': (p) =>
      `引用了文献 ${p.key}，却没有声明：请在文件头的 \`references\` 中加上。已声明：${p.known}。`,
    'reference-uncited': (p) =>
      `没有任何地方引用文献 ${p.key}：请在用到之处写 \`[@${p.key}]\`，或删去它。`,
    'reference-form': (p) =>
      `此处应为一篇文献，写作 \`[@key]\` 或 \`[@key, 第 2 章]\`，并且位于段落、列表或表格中。实际是：${p.got}`,
    'front-matter-missing': () => '课程文件以文件头开头：一行 `---`，各字段，再一行 `---`。',
    'yaml-syntax': (p) => `这里不是合法的 YAML：${p.message}`,
    'yaml-field': (p) => `${p.field} 字段：${p.message}`,
    'fence-language': (p) =>
      `要运行的单元写 \`ts\`，只展示的代码写 \`ts static\`。实际是：${p.lang}`,
    'fence-word': (p) => `此处应为以下之一：${p.known}。实际是：${p.word}`,
    'fence-twice': (p) => `\`${p.key}\` 写了两次。`,
    'fence-mixed': (p) => `这些词不能一起使用：${p.words}`,
    'fence-missing': (p) => `练习缺少 \`${p.key}\`：请加上 ${p.key}=，取值应为${p.expected}。`,
    'fence-number': (p) => `\`${p.key}\` 应为${p.expected}。实际是：${p.got}`,
    'fence-name': (p) => `此处应为由字母和数字组成的函数名。实际是：${p.name}`,
    'fence-needs': (p) =>
      `此处应为以逗号分隔的名字，例如 \`needs=table,fill\`。实际是：\`needs=${p.got}\``,
    'code-in-details': () => '折叠块中的单元无法运行：请写成 `ts static`，或移到块外。',
    'code-nested': () => '列表或引用中的单元无法运行：请写成 `ts static`，或移到外面。',
    'html-swallows-fence': () => '此代码块被并入了前面的 HTML：请在两者之间空一行。',
    'dollar-alone': () =>
      '本段中 $ 的个数为奇数：JupyterLab 会把文字当作公式。美元符号请写成 \\$。',
    'heading-twice': (p) =>
      `标题“${p.title}”在第 ${p.line} 行已出现过；单元的标识由标题生成，因此标题不能重复。`,
    'allowed-exercise': (p) =>
      `\`allowed\` 中写了练习 ${p.name}，但本课没有这个名字的练习。本课的练习：${p.known}。`,
    'exercise-twice': (p) => `练习 ${p.name} 在第 ${p.line} 行已出现过。`,
    'exercise-shares-heading': (p) => `练习 ${p.name} 与另一个练习共用一个标题；请为它单独设标题。`,
    'exercise-no-heading': (p) => `练习 ${p.name} 上方没有标题。`,
    'signature-missing': (p) =>
      `${p.name} 的题目中没有带类型的签名：请加上一个含有 ${p.name}(…) 的 \`ts static\` 代码块。`,
    'starter-without-name': (p) => `学生的单元中没有声明名为 ${p.name} 的函数或类。`,
    'check-missing': (p) => `练习 ${p.name} 没有检查单元：请加上 \`ts check=${p.name}\`。`,
    'check-twice': (p) => `练习 ${p.name} 有第二个检查单元。`,
    'check-call': (p) => `检查单元应调用 \`check('${p.name}', ${p.name})\`。`,
    'check-without-exercise': (p) => `此检查单元之前没有练习 ${p.name}。`,
    'cell-too-long': (p) => `一个单元最多 ${p.most} 行。实际有：${p.got}`,
    'line-too-wide': (p) => `一行代码最多 ${p.most} 列。实际有：${p.got}`,
    'code-syntax': (p) => `tslab 无法读懂此处：${p.message}`,
    'needs-unknown': (p) =>
      `练习声明需要 ${p.name}，但它前面没有单元声明这个名字：请改正 \`needs=\` 中的名字，或把声明它的单元移到前面。前面已声明：${p.known}`,
    'reference-missing': (p) => `课程 ${p.lesson} 有练习，却没有参考答案：${p.message}`,
    'tests-missing': (p) => `练习 ${p.name} 没有${wordsFor(seen, p.kind)}测试。`,
    'points-differ': (p) => `${p.name} 的代码块标明 ${p.fence} 分，而其测试合计 ${p.tests} 分。`,
    'mutants-missing': (p) => `练习 ${p.name} 至少需要 ${p.least} 个变异解。实际有：${p.got}`,
    'variants-missing': (p) =>
      `练习 ${p.name} 至少需要 ${p.least} 个不同写法的正确解。实际有：${p.got}`,
    'tests-without-exercise': (p) => `参考答案中有 ${p.name} 的测试，但本课没有这个练习。`,
    'overlay-syntax': (p) => `此处无法编译：${p.message}`,
    'overlay-module': (p) =>
      `自备的参考答案只能导入 \`gradus\`、\`gradus/judge\`、\`gradus/reference/…\`、\`gradus/test-kit/…\`、Node 自带的模块和旁边的文件。实际是：${p.name}`,
    'overlay-outside': (p) => `这个文件被导入，却不在参考答案文件夹 ${p.folder} 中。请复制进去。`,
    'overlay-threw': (p) => `载入时出错：${p.message}`,
    'overlay-shape': (p) =>
      `导出的内容在 \`${p.field}\` 处不合要求：${p.message}。格式见 \`autograder/reference\`。`,
    'overlay-visible': (p) =>
      `此文件中每项测试都应为 \`visible: ${p.said}\`，而“${p.name}”不是：请移到另一个文件，或改正。`,
    'overlay-lesson': (p) =>
      `没有课程 ${p.name}，文件夹中也没有 lesson.md。应为以下之一：${p.known}，或加上 lesson.md。`,
    'overlay-points': (p) =>
      `课程中 ${p.name} 为 ${p.fence} 分，而其测试合计 ${p.tests} 分。请让新测试与被替换的测试标识相同，或在自备的 lesson.md 中修改分数。`,
    'overlay-test-twice': (p) =>
      `练习 ${p.name} 有两项测试的标识都是 ${p.test}。标识由名称而来：请各取一个名称。`,
    'overlay-solution': (p) => `练习 ${p.name} 没有参考解：请在 solution.ts 中导出同名的函数。`,
    'overlay-must-pass': (p) =>
      `“${p.name}”是正确的，应通过全部测试，但没有通过 ${p.test}：${p.detail}请改正其中之一。`,
    'overlay-must-fail': (p) =>
      `“${p.name}”是错误的，却通过了 ${p.exercise} 的全部测试。请加一项能区分它的测试。`,
    'mutant-survives': (p) =>
      `“${p.name}”是错误的，却通过了 ${p.exercise} 的全部可见测试：${p.tests}。${p.hidden ? `隐藏测试中拒绝它的是 ${p.hidden}，但学生看不到。` : ''}请加一项能区分它的可见测试。`,
    'overlay-test-broke': (p) =>
      `“${p.name}”使测试 ${p.test} 自身出错：${p.detail}无论收到什么，测试都应给出结论。`,
    'artefact-kind': (p) =>
      `本课声明的附件 ${p.name} 类型为 ${p.kind}，而参考答案的 artefacts.ts 中是：${p.got}。`,
    'artefact-is-exercise': (p) => `${p.name} 既是练习又是附件：请给附件换一个标识。`,
    'artefact-undeclared': (p) => `参考答案会评附件 ${p.name}，但课程开头没有声明它。`,
    'folder-differs': (p) => `\`id\` 应与文件夹同名，即 ${p.folder}。实际是：${p.id}`,
    'link-anchor': (p) =>
      `链接 ${p.url} 在目标中找不到对应的标题。课程的锚点就是标题，空格换成连字符。`,
    'link-outside': (p) =>
      `链接 ${p.url} 指向课程之外，别人那里没有这个文件。请指向课程内的文件，或写网址。`,
    'link-undefined': (p) =>
      `${p.got} 不是链接，因为没有它的定义：请写成 [文字](地址)，或补上定义。`,
    'link-file': (p) => `链接 ${p.url} 指向的文件不在本课旁边。`,
    'link-address': (p) =>
      `链接应以 \`https://\` 或 \`http://\` 开头，或是本课旁边的文件。实际是：${p.url}`,
    'picture-without-words': (p) => `图片 ${p.url} 没有说明文字：请在方括号里写出它展示了什么。`,
    'hints-missing': (p) =>
      `练习 ${p.name} 至少需要 ${p.least} 条折叠的提示。实际：${p.got} 条。最后一条要写出所用的函数。`,
    'hint-without-code': (p) =>
      `${p.name} 的最后一条提示没有写出所用的函数：请把答案用到的函数写在反引号之间。`,
    'hint-without-call': (p) =>
      `${p.name} 的最后一条提示没有提到参考解答中的任何调用：请把下列之一放进反引号：${p.known}。`,
    'hints-lack-calls': (p) =>
      `${p.name} 的参考解答需要 ${p.all} 个调用，各条提示提到的不足一半。尚未提到：${p.lacking}。`,
    'objective-test-unknown': (p) =>
      `\`tested\` 中的 ${p.name} 不是本课的练习、测验题或提交物。本课有：${p.known}。`,
    'objective-untested': (p) =>
      `没有任何内容检验目标“${p.objective}”：请写成 \`text\` 加 \`tested: [...]\`，列出检验它的练习和测验题，或删去该目标。`,
    'lesson-words': (p) =>
      `除去代码和折叠的内容，应有 ${p.least} 到 ${p.most} 个词可读。实际有：${p.got}`,
    'statement-lines': (p) => `${p.name} 的题目在签名之前最多 ${p.most} 行。实际有：${p.got}`,
    'statement-words': (p) => `${p.name} 的题目在签名之前最多 ${p.most} 个词。实际有：${p.got}`,
    'glossary-differs': (p) =>
      `${p.id} 的英文用了“${p.english}”，术语表中对应 ${p.chinese}，而中文没有用到：请用这个词，或改写英文。`,
    'glossary-unused': (p) =>
      `没有任何课程用到术语表中的“${p.english}”：请在合适之处使用它，或将它从表中删去。`,
    'code-types': (p) => `学生的编译器不接受此处：${p.message}`,
    'minutes-exceed': (p) =>
      `各练习共需 ${p.exercises} 分钟，而课程总共只标 ${p.lesson} 分钟：请增大 minutes.read，或缩短练习。`,
    'reference-without-lesson': (p) =>
      `参考答案 ${p.name} 没有对应的课程：请编写 \`notebooks/${p.name}/lesson.md\`，或删除该参考答案。`,
    'quiz-name': (p) =>
      `\`quiz\` 后面应跟一个由字母和数字组成的名字，例如 \`quiz firstLoss\`。实际是：${p.name}`,
    'quiz-twice': (p) => `第 ${p.line} 行已有名为 ${p.name} 的小测：每道题要有自己的名字。`,
    'quiz-same-letter': (p) =>
      `超过 ${p.most} 道题的正确答案是 ${p.letter}，可以猜到：请在每种语言中调换答案的顺序。`,
    'number-unknown': (p) =>
      `正文用了 {{${p.name}}}，但文件开头没有声明它：请改正名称，或在 \`numbers\` 下声明，并在单元格里记录。已声明：${p.known}`,
    'number-undeclared': (p) =>
      `这个单元格记录了 ${p.name}，但文件开头没有声明它：请改正名称，或在 \`numbers\` 下声明。已声明：${p.known}`,
    'number-unrecorded': (p) =>
      `没有单元格记录 ${p.name}：请从 gradus 导入 \`record\`，在算出该值的地方调用 \`record('${p.name}', …)\`，或删去声明。`,
    'number-unused': (p) =>
      `没有地方用到 ${p.name}：请在正文里写 {{${p.name}}}，或给它 \`floors\`，或让它作另一个数的基线，或删去它。`,
    'number-baseline-unknown': (p) =>
      `${p.name} 的基线应是另一个已声明的数。已声明：${p.known}。实际是：${p.baseline}`,
    'number-no-literal': (_) =>
      "第一个参数应是引号里的名称，如 `record('testAccuracy', …)`，这样才能与正文对照。",
    'number-place': (p) =>
      `标题、HTML 和小测里不会填入数值。请把 ${p.got} 移到段落、列表或表格里；在折叠块里，段落之前要空一行。`,
    'numbers-missing': (p) =>
      `本课声明了数值，但还没有记录：请运行 \`gradus numbers ${p.lesson}\`。`,
    'numbers-broken': (p) =>
      `课程旁边的 numbers.json 不是 \`gradus numbers ${p.lesson}\` 写出的样子：请重新运行它。`,
    'numbers-stale': (p) => `记录数值之后，本课的代码改过：请运行 \`gradus numbers ${p.lesson}\`。`,
    'number-missing': (p) => `没有记录 ${p.name} 的值：请运行 \`gradus numbers ${p.lesson}\`。`,
    'number-floor': (p) =>
      `${p.name} 在种子 ${p.seed} 上没有达到下限（${p.mode}）。至少应为 ${p.floor}，实际是：${p.got}。请改好课程，再运行 \`gradus numbers ${p.lesson}\`。`,
    'number-baseline': (p) =>
      `${p.name} 在种子 ${p.seed} 上没有超过基线 ${p.baseline}。应优于 ${p.other}，实际是：${p.got}。请改好课程，再运行 \`gradus numbers ${p.lesson}\`。`,
    'number-differs': (p) =>
      `numbers.json 里 ${p.name} 在种子 ${p.seed} 上是 ${p.kept}，课程实际给出 ${p.now}。请运行 \`gradus numbers ${p.lesson}\`；不要手写其中的数。`,
    'number-twice': (p) => `${p.name} 在一次运行里记录了两次。请只在一个单元格里、循环之外记录。`,
    'run-cell': (p) =>
      `${lessonAs(p)}，这个单元格出错：${p.message} 请在 JupyterLab 中从头运行笔记本，并修正这个单元格。`,
    'run-stderr': (p) =>
      `${lessonAs(p)}，这个单元格有标准错误输出，读者会看到红色文字：${p.message} 请解决它所警告的问题，或改用 \`console.log\` 输出。`,
    'run-aborted': (p) => `${lessonAs(p)}，内核拒绝运行这个单元格。请修正它前面的单元格。`,
    'run-dead': (p) =>
      `${lessonAs(p)}，内核运行到这个单元格时退出：${p.message} 请去掉结束进程的代码，或减少内存用量。`,
    'run-overtime': (p) =>
      `${lessonAs(p)}，本课没有在 ${p.limit} 秒内运行完；时间用尽时，这个单元格已运行 ${p.spent} 秒。请减少数据、训练轮数或模型规模，或让循环结束。`,
    'run-lost': (p) =>
      `${lessonAs(p)}，这个单元格丢失了 ${p.tensors} 个张量（${p.kb} KB）：没有代码释放它们，也没有变量持有它们。请用 \`tf.tidy\` 包住这段计算，或释放这些张量。`,
    'run-start': (p) =>
      `内核没有在 ${p.limit} 秒内启动：${p.message} 请用 \`gradus doctor\` 检查 JupyterLab 和内核，并在机器空闲时再运行。`,
    'run-process-stderr': (p) =>
      `${lessonAs(p)}，内核进程在所有单元格之外写了标准错误输出：${p.message} 请解决它所警告的问题。`,
    'run-failed': (p) =>
      `${lessonAs(p)}，本课没有运行到底：${p.message} 请用 \`gradus doctor\` 检查 JupyterLab 和内核，然后再运行一次。`,
    'outputs-missing': (p) =>
      `${p.file} 中没有这个单元格的输出：请运行 \`gradus publish ${p.lesson}\`。`,
    'plain-front-matter': () =>
      '第二行应为 `notebook: {…}`：写在一行里的 JSON 元数据，与 `gradus import` 写出的相同。',
    'plain-cell': () =>
      '此处应为 `<!-- cell: code {…} -->`：`code`、`markdown` 或 `raw`，再加一行 JSON，与 `gradus import` 写出的相同。',
    'plain-fence': () => '这一行下面应只有一个代码块，开头和结尾的反引号数目相同。',
    'cell-mark': (p) =>
      `此处应为 \`<!-- cell: ID -->\`，ID 最多 64 个字母、数字、_ 或 -。收到：${p.got}`,
    'cell-mark-alone': (p) =>
      `标识 ${p.id} 不属于任何单元格：它应写在文字或可运行的单元格之前。练习、检查和提问有自己的标识。`,
    'cell-id-twice': (p) =>
      `第 ${p.line} 行的单元格也叫 ${p.id}：请用 \`<!-- cell: ID -->\` 给其中一个换个标识。`,
    'block-marker': (p) =>
      `这里应是 \`<!-- block: ID HASH -->\`，其中后者为八位十六进制数，由 \`gradus translate\` 写入。实际是：${p.got}`,
    'block-missing': (p) =>
      `lesson.md 的段落 ${p.id} 还没有译文：运行 \`gradus translate\` 可以补上。`,
    'block-stale': (p) =>
      `段落 ${p.id} 的英文在翻译之后改过，或者还没有人翻译：请更新译文，再运行 \`gradus translate --accept ${p.id}\`。`,
    'block-unknown': (p) => `课程里已经没有段落 ${p.id}：请在这里删去。`,
    'block-twice': (p) => `段落 ${p.id} 在这里出现了两次。`,
    'block-lacks': (p) => `段落 ${p.id} 缺少各语言共用的内容：${p.part}`,
    'block-adds': (p) => `段落 ${p.id} 多出了英文里没有的代码、公式或链接：${p.part}`,
    'block-quiz': (p) =>
      `小测 ${p.id} 应写成一个 \`quiz\` 代码块，含 \`question\` 和 \`answers\`，此外不写别的。`,
    'translation-count': (p) =>
      `\`${p.field}\` 应有 ${p.expected} 项，与 lesson.md 一致。实际：${p.got} 项`,
    'syllabus-section': (p) =>
      `大纲缺少 \`## ${p.title}\` 一节：请补上，写法参照本课程的 syllabus.md。`,
    'syllabus-fields': (p) => `“${p.title}”标题下需要一个 \`yaml\` 代码块写明各字段。实际：没有`,
    'syllabus-heading': (p) =>
      `标题应以 ${p.number} 开头（与下面的 \`id\` 一致），后面跟标题文字。实际是：${p.title}`,
    'syllabus-table': (p) => `“${p.title}”一节没有列为 ${p.columns} 的表格。`,
    'syllabus-empty': (p) => `“${p.title}”一节还没有内容。`,
    'syllabus-graph': () => '这里需要一个 `mermaid` 代码块画出先后关系。实际：没有',
    'syllabus-graph-line': (p) =>
      `这一行应是模块和箭头，例如 \`M04 --> M05 & M06\`。实际是：${p.got}`,
    'syllabus-graph-module': (p) => `没有模块 ${p.number}。可用的有 ${p.known}`,
    'syllabus-graph-lacks': (p) =>
      `图里没有模块 ${p.number}：请画上它，并从它的前置模块连一个箭头。`,
    'syllabus-graph-circle': (p) => `箭头连成了环：${p.path}`,
    'syllabus-role': (p) =>
      `每个岗位都要有一行路径和一个 \`### ${p.role}\` 标题。${p.role} 缺少其一。`,
    'syllabus-level': (p) => `这一格应是 ${p.known} 之一。实际是：${p.got}`,
    'syllabus-reading': (p) =>
      `条目应以链接开头，例如 \`[标题](https://…)，用途\`。实际是：${p.got}`,
    'syllabus-module-unknown': (p) => `没有模块或项目 ${p.number}。可用的有 ${p.known}`,
    'syllabus-order': (p) => `模块按编号排列，每个编号一次：${p.number} 应排在 ${p.before} 之后。`,
    'syllabus-objectives': (p) => `模块“${p.title}”没有学习目标：请列出学完后能做什么。`,
    'syllabus-late-rule': (p) => `文件头里没有迟交规则 ${p.late}。可用的有 ${p.known}`,
    'syllabus-weights': (p) => `模块、项目和毕业项目的权重之和应为 100。实际是：${p.got}`,
    'syllabus-skill-missing': (p) =>
      `技能表没有一行提到模块 ${p.number}：请加到它所教的技能里，或新增一行。`,
    'syllabus-path-role': (p) =>
      `${p.role} 路径的必修里有 ${p.number}，但它不面向这个岗位：请给它加上该岗位，或改为选修。`,
    'syllabus-path-lacks': (p) =>
      `${p.role} 路径里的 ${p.after} 需要先学 ${p.number}：请把它加入必修或阅读。`,
    'syllabus-lesson-differs': (p) =>
      `课程与大纲的 ${p.field} 不一致：这里是“${p.lesson}”，大纲里是“${p.syllabus}”。`,
    'syllabus-lesson-missing': (p) =>
      `课程 ${p.lesson} 标为已就绪，但 \`notebooks/${p.lesson}/lesson.md\` 不存在。`,
    'syllabus-lesson-unlisted': (p) => `大纲中没有课程 ${p.lesson}。`,
  },
};
