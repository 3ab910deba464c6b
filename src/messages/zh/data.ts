import type { data as source } from '../en/data.js';

/** What is said of data sets: loading, downloading, splitting, checking. */
export const data: typeof source = {
  errors: {
    'not-downloaded': (p) =>
      `数据集 \`${p.name}\` 尚未下载：没有 ${p.path}。请在终端运行 \`gradus data download ${p.name}\`，或在笔记本中运行 \`await downloadDataset('${p.name}')\`。`,
    'file-missing': (p) =>
      `缺少数据集 \`${p.name}\` 的文件 ${p.path}：请从仓库中恢复它，或重新安装 \`gradus-datasets\`。`,
    damaged: (p) => `${p.path} 应有${p.expected}。得到的是：${p.given}。${p.remedy}`,
    'zip-refused': (p) => `没有解压 ${p.path}：${p.reason}。`,
    'bad-file': (p) => `无法读取 ${p.path}。${p.reason}。`,
    'too-large': (p) =>
      `最多应为 ${p.most} 字节。得到的是 ${p.given}。内存足够时可给出更大的 \`maxBytes\`。`,
    'unknown-name': (p) => `应为数据集的名称，可选：${p.known}。得到的是：${p.given}`,
    'not-a-download': (p) =>
      `数据集 \`${p.name}\` 无需下载：${p.by === 'generated' ? '它由库生成' : '它随软件包提供'}。用 \`loadDataset('${p.name}')\` 即可得到。`,
    'download-failed': (p) =>
      `无法下载数据集 \`${p.name}\` 的文件 ${p.file}。已尝试：\n${p.tried}\n请重试：已下载的部分会保留。若无法访问这些地址，请给出镜像：\`gradus data download ${p.name} --mirror URL\`，或设置 GRADUS_DATASET_MIRROR。`,
    'bad-mirror': (p) =>
      `镜像应是以 \`file:\`、\`http:\` 或 \`https:\` 开头的 URL。得到的是：${p.given}`,
    'cannot-write': (p) => `无法把数据集写入 ${p.path}：${p.detail}。${p.remedy}`,
    busy: (p) =>
      `另一个进程下载 \`${p.name}\` 已有 ${p.minutes} 分钟。如果它已不在运行，请删除 ${p.path} 后重试。`,
    'bad-rows': (p) => `${p.path} 应是完整的。第 ${p.line} 行有误：${p.reason}。`,
  },
  remedies: {
    restore: () => '文件被改动或已损坏；请从仓库中恢复它。',
    downloadAgain: (p) => `文件被改动或已损坏；请重新运行 \`gradus data download ${p.name}\`。`,
    room: () => '磁盘已满：请腾出空间，或用 `--cache` 给出另一个文件夹。',
    permission: () => '没有写入权限：请用 `--cache` 给出另一个文件夹。',
    otherFolder: () => '请用 `--cache` 给出另一个文件夹。',
  },
  peopleOfPremise: (p) => `\`people\` 应是 1 或 2，即前提说到几个人。得到的是：${p.got}`,
  instructions: {
    kinds: (p) => `${p.where} 的 \`kinds\` 应至少有一种，可选：${p.known}。得到的是：${p.given}`,
    language: (p) =>
      `${p.where} 的 \`language\` 应为 \`en\`、\`zh\` 或 \`both\`。得到的是：${p.given}`,
  },
  share: (p) => `\`${p.option}\` 应是 [0, 1] 内的数。得到的是：${p.given}`,
  preference: (p) => `\`preference\` 应是 [0, 1] 内的数。得到的是：${p.given}`,
  bytesOf: (p) => `${p.n} 字节`,
  sha256: (p) => `sha256 ${p.digest}`,
  more: () => '更多字节',
  unreadable: (p) => `无法解压的内容（${p.reason}）`,
  split: {
    oneOf: (p) => `\`labels\`、\`groups\` 和 \`time\` 只能给出一个。得到的是：${p.given}。`,
    keyForEach: (p) => `\`${p.name}\` 应给出 ${p.count} 行中每一行的值。得到的个数是：${p.given}`,
    count: (p) => `行数应为不小于 1 的整数。得到的是：${p.given}`,
    share: (p) => `\`${p.name}\` 应为 ${p.from}, 1) 内的数。得到的是：${p.given}`,
    shares: (p) =>
      `\`testFraction\` 与 \`validationFraction\` 应给训练留下数据。两者之和为 ${p.sum}。`,
    times: (p) => `\`time\` 应全为数或全为文本。第 ${p.row} 行是：${p.given}`,
    rows: () => '行',
    groups: () => '组',
    timed: () => '行（时间相同的行不分开）',
    empty: (p) =>
      `每个部分都应有数据，但 \`${p.part}\` 会是空的：共有 ${p.n} ${p.noun}；testFraction=${p.test}，validationFraction=${p.validation}。请加大比例或增加数据。`,
    folds: (p) => `\`folds\` 应为 2 到 ${p.most}（${p.noun}数）的整数。得到的是：${p.given}`,
    noRows: (p) =>
      `应为张量、列表或由它们组成的对象。\`${p.path}\` 是 ${p.given}；请只传入每个样本各有一行的内容，例如 { x, y }。`,
    unequal: (p) => `各部分的长度应相同且不小于 1。得到的是：${p.given}`,
    row: (p) => `行号应为 0 到 ${p.most}。得到的是：${p.given}`,
    buffer: (p) => `\`ahead\` 应为不小于 1 的整数。得到的是：${p.given}`,
  },
  expectations: {
    column: (p) => `应有列 \`${p.expected}\`，但没有一行有它。`,
    type: (p) =>
      `\`${p.column}\` 的类型应为 ${p.expected}。${p.all} 行中有 ${p.count} 行不是，最先是第 ${p.row} 行：${p.example}`,
    min: (p) =>
      `\`${p.column}\` 应 ${p.expected}。${p.all} 行中有 ${p.count} 行过小，最先是第 ${p.row} 行：${p.example}`,
    max: (p) =>
      `\`${p.column}\` 应 ${p.expected}。${p.all} 行中有 ${p.count} 行过大，最先是第 ${p.row} 行：${p.example}`,
    missing: (p) =>
      `\`${p.column}\` 的缺失值最多应占 ${p.expected}。${p.all} 行中有 ${p.count} 行没有值，最先是第 ${p.row} 行。`,
    values: (p) =>
      `\`${p.column}\` 应为以下之一：${p.expected}。${p.all} 行中有 ${p.count} 行是别的值，最先是第 ${p.row} 行：${p.example}`,
    unique: (p) =>
      `\`${p.column}\` 的值不应重复。${p.all} 行中有 ${p.count} 行重复了前面的值，最先是第 ${p.row} 行：${p.example}`,
    pattern: (p) =>
      `\`${p.column}\` 应匹配 ${p.expected}。${p.all} 行中有 ${p.count} 行不匹配，最先是第 ${p.row} 行：${p.example}`,
    order: (p) =>
      `\`${p.column}\` 的顺序应为 ${p.expected}。${p.all} 行中有 ${p.count} 行反向，最先是第 ${p.row} 行：${p.example}`,
  },
  drift: {
    bins: (p) => `\`bins\` 应为不小于 2 的整数。得到的是：${p.given}`,
    noValues: (p) =>
      `两张表的列 \`${p.column}\` 都应有值，但其中一张没有：请去掉该列，或检查它的值去了哪里。`,
  },
  zip: {
    noZip: (p) => `它不是完整的 zip，或其中有路径指向别处（${p.reason}）`,
    tooMany: (p) => `其中的文件超过 ${p.most} 个`,
    tooLarge: (p) => `解压后超过 ${p.most} 字节`,
    link: (p) => `其中的 ${p.name} 是链接`,
    encrypted: (p) => `其中的 ${p.name} 已加密`,
  },
  idx: {
    header: () => '它的开头不是 IDX 文件',
    size: (p) => `文件头给出 ${p.shape}，需要 ${p.expected} 字节，实际有 ${p.given} 字节`,
  },
  width: (p) => `应有 ${p.expected} 个值，得到 ${p.given} 个`,
  noClass: (p) => `${p.given} 不是其中的类别`,
  noJson: (p) => `它不是 JSON（${p.reason}）`,
  wav: {
    header: () => '它不是完整的 WAV 文件',
    cutOff: (p) => `其中的 ${p.name} 部分声称有 ${p.expected} 字节，超过实际长度`,
    format: (p) => `不支持 ${p.bits} 位的格式 ${p.format}：请存为 16 位 PCM`,
  },
  image: {
    format: () => '它既不是 PNG 也不是 JPEG',
    size: (p) => `它声称有 ${p.width} × ${p.height} 像素，最多读取 ${p.most} 像素`,
    pixels: (p) => `像素数据与尺寸不符（${p.reason}）`,
  },
  attempt: {
    status: (p) => `${p.url}：服务器返回 ${p.status}`,
    network: (p) => `${p.url}：${p.reason}`,
    checksum: (p) => `${p.url}：得到的是另一个文件（sha256 ${p.given}）`,
    tooLong: (p) => `${p.url}：超过预期的 ${p.bytes} 字节`,
    short: (p) => `${p.url}：在 ${p.bytes} 字节中的第 ${p.got} 字节处中断`,
    noMember: (p) => `${p.url}：zip 中没有 ${p.member}`,
    badProxy: (p) =>
      `环境变量 ${p.variable} 不是代理地址；代理地址形如 \`http://proxy.example:3128\``,
    proxySet: (p) => `${p.reason}（已设置 ${p.variables}）`,
    missing: (p) => `${p.url}：没有这个文件`,
  },
  card: {
    kind: {
      images: '图像',
      table: '表格',
      texts: '文本',
      pairs: '句对',
      sequences: '序列',
      series: '时间序列',
      audio: '录音',
      ratings: '评分',
      boxes: '带边框的图像',
    },
    by: {
      bundled: '随软件包提供',
      generated: '由库生成',
      download: '需要时下载',
    },
    facts: {
      kind: '种类',
      where: '所在',
      origin: '来源',
      licence: '许可',
      citation: '引用',
      size: '大小',
      shape: '形状',
      language: '语言',
      examples: '样本数',
      columns: '列',
    },
    part: () => '部分',
    all: () => '全部',
    count: () => '样本数',
    className: () => '类别',
    attribute: () => '属性',
    classes: () => '类别',
    files: () => '文件',
    file: () => '文件',
    bytes: () => '字节',
    download: (p) => `先运行一次：\`gradus data download ${p.name}\``,
  },
  list: {
    name: () => '名称',
    kind: () => '种类',
    size: () => '大小',
    here: () => '已有',
    licence: () => '许可',
    yes: () => '是',
    no: () => '否',
    made: () => '生成',
    cache: (p) => `下载的数据在 ${p.path}。`,
  },
  downloading: (p) => `${p.name}：${p.file}`,
  downloaded: (p) => `${p.name} 已在 ${p.path}。`,
  waiting: (p) => `另一个进程正在下载 ${p.name}，正在等待。`,
};
