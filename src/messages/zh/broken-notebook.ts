/** What is wrong with a file that was handed in as a notebook, and what mends it. */
import type { NotebookReason } from '../en/broken-notebook.js';
import type { Params } from '../params.js';

/** Why a file is no notebook; `detail` is a line, a size in MB, an encoding, a place. */
const notebookReasons: Readonly<Record<NotebookReason, (detail: string) => string>> = {
  link: () => '它是指向别的文件的链接',
  unreadable: () => '无法打开这个文件',
  'no-file': () => '它不是普通文件',
  'hard-link': () => '它是指向其他用户文件的硬链接',
  encrypted: () => '它在压缩包里是加密的',
  'packed-too-tightly': () => '它解压后超过原来的一百倍，笔记本不会这样',
  'no-zip': () => '它不是完整的 zip',
  'no-tar': () => '它不是完整的 tar 或 tar.gz 压缩包',
  'too-many-entries': () => '压缩包里的条目太多（超过 2000 个）',
  'unpacks-too-large': () => '压缩包解开后太大（超过 256 MB）',
  twice: () => '压缩包里有两个同名文件',
  'too-large': (mb) => `它有 ${mb || '太多'} MB，最多读取 256 MB`,
  'too-much-code': (mb) => `不算输出，各单元的文本超过 ${mb} MB`,
  'too-many-cells': (count) => `它的单元超过 ${count} 个`,
  'too-deep': (levels) => `它的 JSON 嵌套超过 ${levels} 层`,
  empty: () => '文件是空的（0 字节）',
  blank: () => '文件里只有空白',
  nul: (line) => `第 ${line} 行有零字节，磁盘已满或下载不完整时会这样`,
  conflict: (line) => `第 ${line} 行是 git 的冲突标记`,
  truncated: (line) => `它的 JSON 在中途结束（第 ${line} 行），上传或下载中断时会这样`,
  encoding: (encoding) => `它的文本不是 UTF-8，看起来是 ${encoding || '别的编码'}`,
  'no-json': (line) => `它的 JSON 在第 ${line} 行有错`,
  'no-object': () => '它是 JSON，但不是笔记本',
  'no-notebook': (place) => `它是 JSON，但不是第 3 或第 4 版格式的笔记本（请看 \`${place}\`）`,
  nbformat: (version) => `它是第 ${version} 版格式的笔记本，这里读取第 3 和第 4 版`,
  zip: () => '它是 zip 压缩包，不是笔记本',
  gzip: () => '它是 gzip 压缩包（.gz、.tar.gz），不是笔记本',
  tar: () => '它是 tar 压缩包，不是笔记本',
  rar: () => '它是 RAR 压缩包，这里不打开',
  'seven-zip': () => '它是 7z 压缩包，这里不打开',
  xz: () => '它是 xz 压缩包，这里不打开',
  bzip2: () => '它是 bzip2 压缩包，这里不打开',
  office: () => '它是 Office 文档（Word、Excel、PowerPoint）',
  pdf: () => '它是 PDF',
  image: () => '它是图片',
  rtf: () => '它是文本文档（RTF）',
  html: () => '它是网页，可能是要求登录的页面',
  'html-export': () => '它是导出成网页的笔记本',
  xml: () => '它是 XML 文档',
  'git-lfs': () => '它是 Git LFS 的指针，文件本身没有提交',
  script: () => '它是脚本，可能是导出成脚本的笔记本',
  text: () => '它是普通文本，不是 JSON',
};

const asNotebook = '请提交笔记本本身：JupyterLab 打开的、以 `.ipynb` 结尾的文件。';
const unpack = '请解压后提交 `.ipynb` 文件本身，或它的 zip。';
const again = '请查看你自己文件夹里的文件：能在 JupyterLab 中打开的话，请重新提交。';

/** What mends it: never what fails as well. */
const notebookRemedies: Partial<Record<NotebookReason, string>> = {
  link: asNotebook,
  'hard-link': asNotebook,
  'no-file': asNotebook,
  encrypted: '请不加密码重新打包。',
  'packed-too-tightly': '请提交 `.ipynb` 文件本身。',
  'no-zip': '请重新打包，或提交 `.ipynb` 文件本身。',
  'no-tar': '请重新打包，或提交 `.ipynb` 文件本身。',
  'too-many-entries': '请提交 `.ipynb` 文件本身。',
  'unpacks-too-large': '请提交 `.ipynb` 文件本身。',
  twice: '请只提交要评分的那一个。',
  'too-large': '请在 JupyterLab 中清除输出（菜单 `Edit ▸ Clear Outputs of All Cells`）并保存。',
  'too-much-code': '请把数据和图片放在单独的文件里。',
  'too-many-cells': '请删去练习不需要的单元。',
  'too-deep': '请把你的答案抄进一份新的课程副本。',
  conflict:
    '请保留两个版本中的一个：`git checkout --ours -- FILE` 或 `git checkout --theirs -- FILE`，然后重新提交。',
  encoding: '请在改动它的编辑器里另存为 UTF-8，或提交 JupyterLab 保存的那一份。',
  'no-json':
    '它在 JupyterLab 之外被改动过：请用文本编辑器改好那一行，或把答案抄进一份新的课程副本。',
  'no-notebook': asNotebook,
  'no-object': asNotebook,
  nbformat: '请在较新的 JupyterLab 中保存。',
  zip: unpack,
  gzip: unpack,
  tar: unpack,
  rar: unpack,
  'seven-zip': unpack,
  xz: unpack,
  bzip2: unpack,
  office: asNotebook,
  pdf: asNotebook,
  image: asNotebook,
  rtf: asNotebook,
  html: '请登录后下载 `.ipynb` 文件本身，再提交。',
  'html-export': asNotebook,
  xml: asNotebook,
  'git-lfs': '请运行 `git lfs pull`，然后提交文件。',
  script: asNotebook,
  text: asNotebook,
};

/** What is wrong; undefined where the reason is not known. */
export const whyNoNotebook = (p: Params): string | undefined =>
  own<(detail: string) => string>(notebookReasons, `${p.reason}`)?.(`${p.detail ?? ''}`);

/** What to do about it. */
const mendNotebook = (p: Params): string => own<string>(notebookRemedies, `${p.reason}`) ?? again;

/** Both as a sentence. */
export const noNotebook = (p: Params): string =>
  `这个文件不是可以读取的笔记本：${whyNoNotebook(p) ?? p.reason}。${mendNotebook(p)}`;

/** Own keys only: a reason that came from a file must not find `constructor`. */
const own = <T>(table: Readonly<Partial<Record<string, T>>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
