import type { Params } from '../params.js';

/** `gradus keep` 的输出，以及学生自己的包里的文字。 */
export const keep = {
  kept: (p: Params) => `${p.exercise}：已保留为 ${p.home} 中的 ${p.file}。`,
  misfit: (p: Params) =>
    `${p.exercise}：它的类型与练习给出的签名不同，所以以后的课程运行库里的版本。请照签名声明它，再保留一次。`,
  typeErrors: (p: Params) =>
    `${p.exercise}：它通过了测试，但有类型错误，所以不检查它那个文件里的类型：${p.message}`,
  failed: (p: Params) =>
    `${p.exercise}：没有保留，因为 ${p.total} 项公开测试只通过了 ${p.passed} 项。以前保留的版本不变。\`gradus check\` 会说明错在哪里。`,
  notSolved: (p: Params) => `${p.exercise}：没有保留，因为还没有完成。以前保留的版本不变。`,
  notAlone: (p: Params) =>
    `${p.exercise}：没有保留，因为它在笔记本里通过，单独运行却不通过：它需要别的单元格所做的事。请把它需要的东西写进它自己的单元格，保存之后再保留一次。`,
  none: (p: Params) =>
    `${p.lesson}：这个笔记本里没有已完成的练习。保存过了吗（Ctrl+S，在 Mac 上是 ⌘S）？`,
  use: (p: Params) =>
    `在别的课程里，\`const ${p.exercise} = kept('${p.exercise}', library.${p.exercise});\` 会运行你的版本。`,
  fileHead: (p: Params) =>
    `课程 ${p.lesson} 的 \`${p.exercise}\`，这是它通过公开测试时的样子。\`gradus keep\` 会重写这个文件。`,
  unchecked: '它通过了测试，但有类型错误',
  indexHead: '你保留下来的练习；`gradus keep` 会重写这个文件。',
  readme: (p: { name: string }) => `# ${p.name}

你自己的包：课程里每一道通过了公开测试、并由你用 \`gradus keep\` 保留的练习，都在 \`src\` 里：每门课程一个文件夹，每道练习一个文件。

以后的课程用 \`kept\` 取用你的版本，没有时用库里的版本：

\`\`\`ts
import { kept } from 'gradus';
import * as library from 'gradus/scratch';

const means = kept('groupMeans', library.groupMeans);
\`\`\`

这里是普通的 TypeScript：在这个文件夹里运行 \`npx tsc\`，就会编译到 \`dist/\`。要改一道练习，请在它的笔记本里改，再保留一次；在这里改过的文件没有经过测试，\`kept\` 不会用它。
`,
};
