import type { cli as enCli } from '../en/cli.js';
import { type Params, wordsFor } from '../params.js';
import { noNotebook, whyNoNotebook } from './broken-notebook.js';

const near = (p: Params): string => (p.near ? `是不是想写 ${p.near}？` : '');

/** Why an archive was not read. */
const archiveReasons: Readonly<Record<string, string>> = {
  'no-zip': '它不是完整的 zip 文件',
  link: '它是链接',
  unreadable: '无法打开',
  'hard-link': '它是指向其他用户文件的硬链接',
  'too-large': '它超过了 512 MB',
  'too-many-entries': '它的条目超过 20,000 个',
  'unpacks-too-large': '其中的笔记本解压后超过 16 GB，或作为 tar 解开后超过 1 GB',
  'no-tar': '它不是完整的 tar 或 tar.gz 压缩包',
  empty: '它是空的',
  rar: '它是 RAR 压缩包',
  'seven-zip': '它是 7z 压缩包',
  xz: '它是 xz 压缩包',
  bzip2: '它是 bzip2 压缩包',
};

const rules = {
  'grader-version': '评分程序版本',
  lesson: '课程',
  'lesson-version': '课程版本',
  reference: '参考答案',
  secret: '班级密钥',
  sandbox: '沙箱',
};

/** The `gradus` command: help, answers and errors. Errors say given, expected, remedy. */
export const cli: typeof enCli = {
  about: '为 gradus 课程的提交评分；学生的代码接触不到评判程序。',
  headings: {
    'Usage:': '用法：',
    'Arguments:': '参数：',
    'Options:': '选项：',
    'Commands:': '命令：',
  },
  commands: {
    grade: '给一个班评分；不写文件夹时评自带的示例班',
    explain: '完整显示某个学生的一道练习或一项测试',
    check: '运行一个笔记本的可见测试，与 JupyterLab 里的 `check` 相同',
    keep: '把笔记本里通过的练习保留到你自己的包里，供以后的课程使用',
    secret: '生成班级密钥，隐藏测试的输入由它产生',
    build: '把每个 lesson.md 编译成笔记本',
    run: '在内核中运行课程（填入参考解的和发给学生的）：检查出错、标准错误输出、丢失的张量和用时',
    numbers: '填入参考解运行一课，记录其正文所用的数值',
    publish: '记录各课的数值，并把各单元格的输出写入笔记本',
    import: '把编辑过的笔记本转回 Markdown',
    lint: '按课程规则检查大纲和各课',
    translate: '按 lesson.md 补齐 lesson.zh.md，并指出哪些段落改过',
    verify:
      '检查测试是否名副其实：参考解和正确解通过，变异解不通过；查一课、各课，或自备的参考答案',
    update: '把课程的新版本带进工作区，答案保留',
    release: '制作学生包与教师包，并证明学生包里没有答案',
    mutate: '对一课的参考解作小的改动，列出没有测试拒绝的改动',
    data: '列出数据集，显示某一数据集的卡片，或下载它',
    doctor: '说明这台机器上什么能用，不能用的如何修好',
    setup: '编译更快的后端 `tensorflow`；在克隆的仓库中还会安装 JupyterLab',
    help: '显示某个命令的帮助',
  },
  args: {
    action: '`list`、`card` 或 `download`',
    dataset: '数据集的名称，用于 `card` 和 `download`',
    folder:
      '班级：一个文件夹（其中每个学生一个文件夹）、从 Canvas、Moodle、Blackboard 或 Gradescope 下载的内容、它们的 zip 或 tar.gz，或一个笔记本；也可以是一个文件夹，其中每一课一个这样的班级，以课程命名',
    student: '学生的文件夹名',
    exercise: '一道练习，或练习加测试：`softmax/rows-sum-to-one`',
    toUpdate:
      '工作区或一个笔记本；默认为当前文件夹（其中有课程时），否则为 `npm start` 所用的工作区',
    toImport: '笔记本（`.ipynb`）',
    markdown: '由 `gradus import` 从某个笔记本转成的 Markdown 文件：只把它转成笔记本',
    notebook: '要检查的笔记本，或存放它们的文件夹',
    toKeepFrom: '笔记本，需先保存',
    toKeep: '练习；默认是所有已完成的练习',
    lesson: '课程的文件夹名',
  },
  options: {
    mirror:
      '镜像的基址（`file:`、`http:` 或 `https:`），先于原网址尝试；默认：GRADUS_DATASET_MIRROR',
    cache: '下载文件夹；默认：`~/.cache/gradus/datasets`',
    only: '只评这个学生或这道练习（可重复）',
    onlyExercise: '只检查这道练习（可重复）',
    out: '存放结果和报告的文件夹；默认为 `results`；有几课时，每一课放进其中以课程命名的文件夹',
    updateFrom: '含有新版本的学生包：文件夹、zip 或 tar.gz；默认为已安装的版本',
    dryRun: '什么都不写，只说明会做什么',
    releaseIn: '放置发布包的文件夹；默认：`release`',
    resultsIn: '存放结果的文件夹；默认为 `results`',
    sandbox:
      '如何隔离学生的代码：`auto`（默认）、`bubblewrap`、`unshare`、`podman`、`docker` 或 `plain-uid`',
    unsafe: '不隔离就运行学生的代码；只用于调试',
    jobs: '同时运行的沙箱数；默认每个核一个',
    isolate:
      '`submission`（默认）：各练习共用一个沙箱，未通过的再单独运行；`exercise`：每个练习从一开始就单独运行',
    secret: '存放班级密钥的文件；默认为 ~/.config/gradus/class.key',
    lang: '消息和报告的语言：`en`（默认）或 `zh`',
    lesson: '课程的文件夹名，只评这一课；默认以笔记本和文件夹所写为准',
    lessonOfResults: '课程的文件夹名；几课都有这道练习时需要',
    importedTo: 'Markdown 文件；默认写在笔记本旁边，课程则为 `lesson.md`',
    accept: '译文已更新的段落；`all` 表示全部',
    reference: '存放自备练习、测试和参考解的文件夹，覆盖课程自带的',
    watch: '继续运行：每次保存课文都重新编译，按 `Ctrl-C` 结束',
    solved: '只运行填入参考解后的课程：一个随机种子，不超过 45 秒',
    unsolved: '只运行发给学生的课程：每次训练两步，不超过 15 秒',
    seeds: '依次用来运行本课的随机种子；默认为 1,2,3',
    fast: '不写任何文件：只运行第一个种子，不超过 45 秒，按 `fast` 下限检查，并与已记录的数值比较',
    check: '不写任何文件；笔记本与 lesson.md 不一致时报错',
    sample: '每个练习只随机抽取这么多变异解；默认：全部',
    sampleSeed: '抽样用的种子；默认：0',
    version: '显示版本',
    help: '显示这份帮助',
  },
  scripts: {
    start: {
      usage: 'npm start -- [选项] [-- 交给 jupyter lab 的参数]',
      about: '把课程复制到工作区（只复制一次），并在其中打开 JupyterLab。',
      options: {
        '--workspace <folder>': '工作区；默认为 ~/gradus，在学生包里则为其中的 `lessons`',
        '--port <n>': '服务器端口，1 至 65535；默认为从 8888 起的第一个空闲端口',
        '--no-browser': '不打开浏览器，只显示地址',
        '--lang <language>': '课程和消息的语言：`en`（默认）或 `zh`',
      },
    },
    test: {
      usage: 'npm test -- [选项] [文件] [-- 交给 vitest 的参数]',
      about: '准备好能准备的，然后运行测试；无法获得的会跳过并列出。',
      options: {
        '-t, --testNamePattern <pattern>': '只运行名称匹配的测试',
        '--bail <n>': '失败这么多次后停止',
        '--reporter <name>': '结果的显示方式',
        '-u, --update': '重新写入快照',
      },
    },
    build: {
      usage: 'npm run build',
      about: '生成 `dist/`、编译后的课程和学生用的软件包；已是最新时什么也不做。',
      options: {},
    },
  },
  workspace: {
    copied: (p) => `${p.lesson}：已复制到 ${p.workspace}`,
    changed: (p) =>
      `${p.lesson}：课程有了新版本，你的文件保持原样。把你的文件改名，就能得到新版本。`,
    notTranslated: (p) => `${p.lesson}：还没有中文版，因此用英文版。`,
    otherLanguage: (p) =>
      `${p.lesson}：你的笔记本是英文版，保持原样。想要中文版，请把你的 \`lesson.ipynb\` 改名，再启动一次。`,
    linkTaken: (p) => `${p.link} 不是指向 gradus 的链接；如果笔记本找不到 gradus，请把它移走。`,
    noPage: (p) => `无法写出课程首页：${p.reason}`,
  },
  exampleClass: '这是自带的示例班。它的班级密钥是公开的，所以隐藏测试的输入并不保密。',
  graded: (p) => `评了 ${p.n} 份提交，用时 ${p.seconds} 秒。`,
  severalLessons: (p) =>
    `这个班级有 ${p.n} 课：${p.list}。每一课各有自己的结果；用 \`--lesson\` 只评其中一课。`,
  lessonNotGraded: (p) =>
    `课程 ${p.lesson} 没有评分，以前的结果保持原样。请改正以下各处，再用 \`--lesson ${p.lesson}\` 评分：\n${p.problems}`,
  reports: (p) => `给老师：${p.instructor} 和 ${p.results}\n给学生：${p.student}`,
  graderFailed: (p) => `评分程序自身在 ${p.student} 上出错：${p.reason}`,
  secretMade: (p) =>
    `已生成班级密钥 ${p.path}（种子编号 ${p.seedId}）。请另存一份在安全的地方：只有用它重新评分，隐藏测试的输入才会相同。`,
  checked: (p) =>
    `${p.total} 项可见测试通过了 ${p.passed} 项：${p.score} 分，满分 ${p.points} 分。${p.hidden === '0' ? '' : `提交后由隐藏测试再给 ${p.hidden} 分。`}`,
  built: (p) => `已写入 ${p.file}`,
  upToDate: (p) => `${p.n} 课均为最新。`,
  linted: (p) => `${p.n} 课均符合规则。`,
  watching: '等待 `lesson.md` 或 `lesson.zh.md` 被保存。按 `Ctrl-C` 结束。',
  watched: (p) =>
    `${p.lesson}：${p.problems === 0 ? '' : `${p.problems} 个问题，`}写了 ${p.written} 个笔记本（${p.milliseconds} 毫秒）`,
  stale: (p) => `${p.file} 与它的 lesson.md 不一致。请运行 \`gradus build\` 并提交笔记本。`,
  verified: (p) =>
    `${p.lesson} ${p.exercise}：${p.tests} 项测试，${p.mutants} 个变异解，${p.variants} 个正确解`,
  numbersRan: (p) => `${p.lesson}：种子 ${p.seed} 运行了 ${p.seconds} 秒`,
  numbersKept: (p) =>
    `${p.lesson}：种子 ${p.seed} 以前运行过，用时 ${p.seconds} 秒；代码、参考解和库都没有变`,
  numbersNone: (p) => `${p.lesson} 没有声明数值：已运行，没有记录。`,
  numbersHold: (p) => `${p.lesson}：所有数值都符合要求。`,
  ranSolved: (p) => `${p.lesson}：填入参考解后运行了 ${p.seconds} 秒`,
  ranUnsolved: (p) => `${p.lesson}：按发给学生的样子运行了 ${p.seconds} 秒`,
  runSlowMachine: (p) =>
    `${p.usualSolved} 秒和 ${p.usualUnsolved} 秒的限制是对另一台机器而言的，这台机器要用它的 ${p.times} 倍时间：填入参考解后一课最多运行 ${p.solved} 秒，按发给学生的样子最多 ${p.unsolved} 秒。`,
  runsClean: (p) => `${p.n} 课运行正常。`,
  notTranslatedRun: (p) => `${p.lesson}：还没有翻译，没有运行。`,
  published: (p) => `已写入 ${p.file}，含输出（${p.kb} KB）`,
  publishedLarge: (p) => `${p.file} 超过了 ${p.most} KB。请减少图中的点数或图片，然后重新发布。`,
  blockAdded: (p) => `${p.file}：补上了 ${p.id}，等待翻译。`,
  blockStale: (p) => `${p.file}：${p.id} 的英文改过，或者还没有翻译。`,
  translated: (p) => `${p.file} 是最新的。`,
  update: {
    file: (p) => `${p.file}：${p.sentence}`,
    updated: (p) => `已更新；保留了你的 ${p.answers} 个答案和另外 ${p.own} 个单元格。`,
    wouldUpdate: (p) => `将会更新；会保留你的 ${p.answers} 个答案和另外 ${p.own} 个单元格。`,
    new: () => '新增。',
    wouldNew: () => '将会新增。',
    replaced: () => '已换成新的。',
    wouldReplaced: () => '将会换成新的。',
    refused: (p) => `没有改动：${whyNoNotebook(p) ?? p.reason}。`,
    'changed-meanwhile': () =>
      '没有改动，因为刚刚有人保存了它。请在 JupyterLab 里关闭它，再更新一次。',
    'no-edition': () => '没有改动，因为新课程里没有这一课的这种语言。',
    current: (p) => `${p.n} 个笔记本已是最新。`,
    none: (p) => `${p.folder} 里没有本课程的笔记本。`,
    backup: (p) => `原来的内容保存在 ${p.folder}。`,
    reload: () => '如果笔记本正在 JupyterLab 里打开：先从磁盘重新载入它，再继续。',
    changes: {
      conflict: (p) =>
        `${p.cell} 的起始代码改过：你的代码保留，新的写在它上面。请把需要的部分移过来。`,
      'removed-kept': (p) => `${p.cell} 不再是这一课的练习：你的答案作为你自己的单元格保留。`,
      renamed: (p) => `${p.cell} 是一道练习的新名字：你的答案末尾加了一行，给它这个名字。`,
      'edited-kept': (p) => `${p.cell} 已从这一课删去：你改过它，所以作为你自己的单元格保留。`,
      'text-kept': (p) => `${p.cell} 有了新的文字，而你改过旧的：你的写在它下面。`,
      'question-changed': (p) => `问题 ${p.cell} 改过：你的回答保留。请重新读一遍。`,
    },
  },
  released: (p: { path: string; files: number }) =>
    `已写入 ${p.path}，旁边是 ${p.path}.tar.gz 与 .zip（${p.files} 个文件）`,
  releaseClean: (p: { texts: number }) =>
    `已读完学生包的 ${p.texts} 段文本，压缩包与编码里的也在内：没有任何一段含有参考答案、隐藏测试、错误样例或另一种正确解法。`,
  releaseFinding: (p: { where: string; file: string; name: string; excerpt: string }) =>
    `${p.where}：含有 ${p.file} 中 ${p.name} 的一部分，学生不应看到：${p.excerpt}`,
  releaseRefused: (p: { n: number }) =>
    `什么也没有写入：学生包里有 ${p.n} 处必须先改好。请从它的源文件中删去这段文本，运行 \`npm run build\`，再运行 \`gradus release\`。`,
  notTaken: {
    generated: (p) =>
      `${p.id}：这段文字由文件头或代码块的首行生成，保持原样。请在 Markdown 里修改。`,
    quiz: (p) => `${p.id}：答案的个数变了，提问保持原样。请在 Markdown 里修改它的代码块。`,
    'quiz-half': (p) => `${p.id}：提问只删了一半，因此保留。请在 Markdown 里删去它的代码块。`,
    raw: (p) => `${p.id}：课程里没有原始单元格的位置，已略去。`,
    attachments: (p) => `${p.id}：附在单元格里的图片已略去。请把它们存为课程旁边的文件。`,
    chinese: (p) => `${p.id}：保持原样，因为代码和单元格的顺序只写在 lesson.md 里。请在那里修改。`,
  },
  verifiedLesson: (p) =>
    `${p.lesson}：${p.problems === 0 ? '全部成立' : `${p.problems} 处问题`}（${p.seconds} 秒）`,
  verifiedAll: '参考解和正确解全部通过，变异解全部被拒。',
  error: (p) => `gradus：${p.sentence}`,
  probes: {
    missing: (p) => `没有安装 ${p.names}`,
    notRoot: () => '评分程序不是以 root 运行',
    systemCalls: (p) => `不知道 ${p.machine} 的系统调用`,
    noUid: () => '这个容器没有多余的用户编号',
    noChroot: () => '这里不允许 chroot，学生的代码会看到本机的文件',
    silent: (p) => `没有应答（${p.code}）`,
    noAnswer: () => '它没有应答',
  },
  errors: {
    'no-jupyter': (p) =>
      `运行课程要用 JupyterLab 的内核，而 ${p.path} 处没有安装。请在克隆的仓库中运行 \`gradus setup\`。`,
    'unknown-dataset': (p) => `没有数据集 ${p.name}。${near(p)}可选：${p.known}。`,
    'folder-missing': (p) =>
      `没有文件夹 ${p.folder}。应为一个文件夹，其中每个学生一个文件夹。请检查路径；不写文件夹时评自带的示例班。`,
    'not-a-folder': (p) =>
      `${p.folder} 不是文件夹、压缩包或笔记本。应为一个文件夹（其中每个学生一个文件夹）、它的 zip 或 tar.gz，或以 \`.ipynb\` 结尾的文件。`,
    'class-stopped': (p) =>
      `无法列出 ${p.folder} 的内容：${p.reason === 'time' ? `用时超过 ${p.limit} 秒` : p.reason === 'memory' ? `占用内存超过 ${p.limit} MB` : '读取它的进程意外结束'}。应为一个班级的文件夹或压缩包。请检查磁盘是否有响应，或先解压再给出文件夹。`,
    'no-students': (p) =>
      `${p.folder} 里没有提交。应为每个学生一个文件夹，里面是他的笔记本，或从 Canvas、Moodle、Blackboard、Gradescope 下载的内容。`,
    'archive-refused': (p) =>
      `没有把 ${p.file} 作为压缩包读取（${archiveReasons[`${p.reason}`] ?? p.reason}）。请自行解压，然后给出文件夹。`,
    'several-assignments': (p) =>
      `有几份作业（${p.known}）属于同一课，而每个学生在一课里只有一份结果。如果其中一份以课程命名，请用 --lesson 指明它，否则给出只含一份的文件夹。`,
    'several-lessons': (p) => `这个班级有几课（${p.known}）。请指明其中一课。`,
    'several-results': (p) =>
      `${p.student} 在几课里都有练习 ${p.name}（${p.known}）。请用 --lesson 指明其中一课。`,
    'out-inside-class': (p) =>
      `结果会放到 ${p.out}，它在班级文件夹 ${p.folder} 里面，会被当成一个学生。请用 --out 换一个地方。`,
    'out-not-a-folder': (p) =>
      `${p.out} 是文件。应为存放结果的文件夹，不存在时会自动建立。请用 --out 换一个地方。`,
    'unknown-only': (p) => `--only ${p.name} 既不是这个班的学生，也不是练习。${near(p)}`,
    'unreadable-notebook': noNotebook,
    'unknown-lesson': (p) =>
      p.lesson
        ? `没有课程 ${p.lesson}。应为以下之一：${p.known}。`
        : `笔记本没有说明是哪一课。请用 --lesson 指明，应为以下之一：${p.known}。`,
    'secret-missing': (p) =>
      `${p.path} 处没有班级密钥，而隐藏测试的输入由它产生。请用 \`gradus secret\` 生成一次，或用 --secret 指定你的密钥。`,
    'secret-open': (p) =>
      `这台机器上的其他人可以读取班级密钥 ${p.path}（权限 ${p.mode}）。应为 600。请运行 \`chmod 600 ${p.path}\`；如果别人可能已经读过，请另生成一个。`,
    'secret-malformed': (p) =>
      `${p.path} 里不是班级密钥。应为 \`gradus secret\` 写出的 64 位或更多十六进制数字。`,
    'secret-inside': (p) =>
      `班级密钥会放进项目文件夹（${p.path}），而它会被复制和提交。请换到 ${p.root} 之外。`,
    'secret-exists': (p) =>
      `${p.path} 处已有班级密钥，没有改动它：换一个密钥，隐藏测试的输入就会改变。确实要新的，请先把它移走。`,
    'no-results': (p) => `没有 ${p.path}。请先运行 \`gradus grade\`，或用 --out 指明结果在哪里。`,
    'results-unreadable': (p) =>
      `${p.path} 不是 gradus 写的记录（${p.detail}）。请重新给全班评分。`,
    'results-version': (p) =>
      `${p.path} 的格式版本是 ${p.got}；这个 gradus 读的是版本 ${p.expected}。请重新评分，或用写出它的那个 gradus。`,
    'other-rules': (p) =>
      `已有的结果是按别的规则评的（${wordsFor(rules, p.key)}：原为 ${p.before}，现为 ${p.now}），现在评的一部分不能放在其中。请给全班评分，或用 --out 换一个地方。`,
    'unknown-student': (p) => `结果里没有学生 ${p.name}。${near(p)}`,
    'unknown-exercise': (p) => `${p.student} 的结果里没有练习 ${p.name}。${near(p)}`,
    'unknown-test': (p) => `练习 ${p.exercise} 没有测试 ${p.name}。${near(p)}`,
    'notebook-missing': (p) => `没有文件 ${p.file}。应为一个笔记本（\`.ipynb\`）的路径。`,
    'not-a-notebook': (p) =>
      `${p.file} 不是笔记本。应为以 \`.ipynb\` 结尾的文件，或含有这种文件的文件夹。`,
    'no-notebooks': (p) =>
      `${p.folder} 及其子文件夹里没有笔记本（\`.ipynb\`）。请给出课程文件夹，或笔记本本身。`,
    'too-many-notebooks': (p) =>
      `找到了 ${p.n} 个笔记本，一次最多检查 ${p.most} 个。请给出课程文件夹，或笔记本本身。`,
    'no-reference-here': () =>
      '发布的软件包不含参考解和隐藏测试，因此不能给班级评分。请在课程的仓库中评分，或给出自备参考答案的文件夹：`gradus grade FOLDER --reference REFERENCE`。',
    'release-repository-only': () => '发布包要在课程仓库的克隆中用 git 制作，这里没有。',
    'update-nothing': (p) => `${p.path} 里没有课程。应为学生包：它的文件夹、zip 或 tar.gz。`,
    'release-in-the-way': (p: Params) =>
      `${p.path} 已经存在，而且不是 gradus 写的发布包。请把它移走，或用 --out 换一个位置。`,
    'repository-only': () =>
      '课程的笔记本在课程的仓库中编译。这里只能编译自备的：`gradus build --reference REFERENCE`。',
    'watch-alone': () =>
      '`--watch` 不能与 `--check` 或 `--reference` 同用：它只编译课程自己的课文。请去掉另一个。',
    'not-importable': (p) => `${p.file} 不能作为笔记本读取：${whyNoNotebook(p) ?? p.reason}。`,
    'import-over': (p) =>
      `${p.file} 已经存在，它既不是 \`gradus import\` 写出的，也不是这个笔记本的课程。请用 --out 指定另一个文件。`,
    'path-refused': (p) => `无法使用 ${p.path}（${p.detail}）。请检查路径，以及是否有读写权限。`,
    'out-of-room': (p) =>
      `这台机器没有剩余空间或资源了（${p.detail}）${p.path}。请释放磁盘空间或关闭一些程序，然后重新运行。`,
    'keep-no-home': (p: Params) =>
      `${p.folder} 不在任何课程文件夹里：它和它上面的文件夹里都没有 gradus。请从你正在用的笔记本保留，它在 \`npm start\` 建立的文件夹里，或在 \`npm install\` 安装了 gradus 的文件夹里。`,
    'keep-unknown-exercise': (p: Params) =>
      `${p.name} 不是这个笔记本的练习。${near(p)}它的练习：${p.known}。`,
    'keep-in-the-way': (p: Params) =>
      `${p.path} 已经存在，而且不是 gradus 写的。请把它移走或改名。`,
    'unknown-only-exercise': (p) =>
      `--only ${p.name} 不是这个笔记本的练习。${near(p)}它的练习：${p.exercises}。`,
    'unknown-option': (p) => `没有选项 ${p.option}。${near(p)}\`gradus --help\` 会列出全部选项。`,
    'unknown-command': (p) => `没有命令 ${p.name}。${near(p)}\`gradus --help\` 会列出全部命令。`,
    'missing-argument': (p) => `缺少参数 <${p.name}>。\`gradus --help\` 会显示用法。`,
    'missing-value': (p) => `选项 ${p.option} 需要一个值。`,
    'bad-arguments': (p) => `命令的用法不对（${p.detail}）。\`gradus --help\` 显示用法。`,
    'too-many-arguments': () => '参数太多。路径中有空格时请加引号。',
    'bad-value': (p) => `${p.option} 的值是 ${p.got}。应为 ${p.expected}。`,
    'sandbox-and-unsafe': () => '--sandbox 与 --unsafe-no-sandbox 互相矛盾。请只写一个。',
    'sandbox-unavailable': (p) =>
      `这台机器上无法隔离学生的代码（${p.detail}）。\`gradus doctor\` 会说明缺什么。`,
    'cannot-write': (p) => `无法写入 ${p.path}（${p.detail}）。请换一个地方，或更改那里的写权限。`,
    'course-invalid': (p) => `课程无法读取，\`gradus build\` 也会这样报告：\n${p.problems}`,
    'reference-missing': (p) => `没有参考答案文件夹 ${p.folder}。请检查 --reference 后的路径。`,
    'reference-empty': (p) =>
      `${p.folder} 中没有参考答案。其中应有以课程命名的文件夹，内含 visible.ts、hidden.ts、solution.ts 或 lesson.md。`,
    'reference-invalid': (p) => `自备的参考答案无法使用：\n${p.problems}`,
    bug: (p) =>
      `评分程序自身出错：${p.message}。用 GRADUS_DEBUG=1 再运行一次，可以看到出错的位置。`,
  },
};
