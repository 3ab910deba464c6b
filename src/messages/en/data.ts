import type { Params } from '../params.js';

/** What is said of data sets: loading, downloading, splitting, checking. */
export const data = {
  errors: {
    'not-downloaded': (p: Params) =>
      `The data set \`${p.name}\` has not been downloaded: there is no ${p.path}. Run \`gradus data download ${p.name}\` in a terminal, or \`await downloadDataset('${p.name}')\` in a notebook.`,
    'file-missing': (p: Params) =>
      `Expected the file ${p.path} of the data set \`${p.name}\`. There is none: restore it from the repository, or install \`gradus-datasets\` again.`,
    damaged: (p: Params) =>
      `Expected ${p.path} to have ${p.expected}. Received: ${p.given}. ${p.remedy}`,
    'zip-refused': (p: Params) => `The zip ${p.path} was not unpacked: ${p.reason}.`,
    'bad-file': (p: Params) => `Expected to read ${p.path}. ${p.reason}.`,
    'too-large': (p: Params) =>
      `Expected at most ${p.most} bytes. Received: ${p.given}. Give a larger \`maxBytes\` if you have the memory.`,
    'unknown-name': (p: Params) =>
      `Expected the name of a data set, one of: ${p.known}. Received: ${p.given}`,
    'not-a-download': (p: Params) =>
      `The data set \`${p.name}\` is not downloaded: ${p.by === 'generated' ? 'it is made by the library' : 'it is part of the package'}. \`loadDataset('${p.name}')\` has it.`,
    'download-failed': (p: Params) =>
      `The file ${p.file} of the data set \`${p.name}\` could not be downloaded. What was tried:\n${p.tried}\nTry again: what has arrived is kept. Where these addresses cannot be reached, give a mirror: \`gradus data download ${p.name} --mirror URL\`, or GRADUS_DATASET_MIRROR.`,
    'bad-mirror': (p: Params) =>
      `Expected the base of a mirror as a URL that begins with \`file:\`, \`http:\` or \`https:\`. Received: ${p.given}`,
    'cannot-write': (p: Params) =>
      `The data set could not be written to ${p.path}: ${p.detail}. ${p.remedy}`,
    busy: (p: Params) =>
      `Another process has been downloading \`${p.name}\` for ${p.minutes} minutes. If it is no longer there, remove ${p.path} and try again.`,
    'bad-rows': (p: Params) =>
      `Expected ${p.path} to be whole. Its line ${p.line} is wrong: ${p.reason}.`,
  },
  remedies: {
    restore: () => 'The file was changed or damaged; restore it from the repository.',
    downloadAgain: (p: Params) =>
      `The file was changed or damaged; run \`gradus data download ${p.name}\` again.`,
    room: () => 'The disk is full: make room, or give another folder by `--cache`.',
    permission: () => 'You may not write there: give another folder by `--cache`.',
    otherFolder: () => 'Give another folder by `--cache`.',
  },
  peopleOfPremise: (p: Params) =>
    `Expected \`people\` to be 1 or 2, the persons that a premise speaks of. Received: ${p.got}`,
  instructions: {
    kinds: (p: Params) =>
      `Expected \`kinds\` of ${p.where} to be one at least of ${p.known}. Received: ${p.given}`,
    language: (p: Params) =>
      `Expected \`language\` of ${p.where} to be \`en\`, \`zh\` or \`both\`. Received: ${p.given}`,
  },
  share: (p: Params) => `Expected \`${p.option}\` to be a number in [0, 1]. Received: ${p.given}`,
  preference: (p: Params) =>
    `Expected \`preference\` to be a number in [0, 1]. Received: ${p.given}`,
  bytesOf: (p: Params) => `${p.n} bytes`,
  sha256: (p: Params) => `the sha256 ${p.digest}`,
  more: () => 'more than that',
  unreadable: (p: Params) => `what cannot be unpacked (${p.reason})`,
  split: {
    oneOf: (p: Params) =>
      `Expected one of \`labels\`, \`groups\` and \`time\`. Received: ${p.given}. Rows are split by one of them.`,
    keyForEach: (p: Params) =>
      `Expected \`${p.name}\` to have a value for each of the ${p.count} rows. Received: ${p.given}`,
    count: (p: Params) => `Expected the number of rows to be an integer >= 1. Received: ${p.given}`,
    share: (p: Params) =>
      `Expected \`${p.name}\` to be a number in ${p.from}, 1). Received: ${p.given}`,
    shares: (p: Params) =>
      `Expected \`testFraction\` and \`validationFraction\` to leave rows to learn from. Together they are ${p.sum}.`,
    times: (p: Params) =>
      `Expected \`time\` to be all numbers, or all texts. Row ${p.row} has: ${p.given}`,
    rows: () => 'rows',
    groups: () => 'groups',
    timed: () => 'rows, and those of the same time stay together',
    empty: (p: Params) =>
      `Expected enough for every part. The part \`${p.part}\` would be empty: there are ${p.n} ${p.noun}; testFraction=${p.test}, validationFraction=${p.validation}. Give larger shares, or more data.`,
    folds: (p: Params) =>
      `Expected \`folds\` to be an integer from 2 to ${p.most}, the number of ${p.noun}. Received: ${p.given}`,
    noRows: (p: Params) =>
      `Expected tensors, lists, or objects of them. \`${p.path}\` is a ${p.given}; pass only what has a row for each example, such as { x, y }.`,
    unequal: (p: Params) => `Expected parts of the same length >= 1. Received: ${p.given}`,
    row: (p: Params) => `Expected row numbers from 0 to ${p.most}. Received: ${p.given}`,
    buffer: (p: Params) => `Expected \`ahead\` to be an integer >= 1. Received: ${p.given}`,
  },
  expectations: {
    column: (p: Params) => `Expected a column \`${p.expected}\`. No row has one.`,
    type: (p: Params) =>
      `Expected \`${p.column}\` to be of type ${p.expected}. ${p.count} of ${p.all} rows are not, first row ${p.row}: ${p.example}`,
    min: (p: Params) =>
      `Expected \`${p.column}\` ${p.expected}. ${p.count} of ${p.all} rows are below, first row ${p.row}: ${p.example}`,
    max: (p: Params) =>
      `Expected \`${p.column}\` ${p.expected}. ${p.count} of ${p.all} rows are above, first row ${p.row}: ${p.example}`,
    missing: (p: Params) =>
      `Expected at most ${p.expected} of \`${p.column}\` to be missing. ${p.count} of ${p.all} rows have no value, first row ${p.row}.`,
    values: (p: Params) =>
      `Expected \`${p.column}\` to be one of: ${p.expected}. ${p.count} of ${p.all} rows have another value, first row ${p.row}: ${p.example}`,
    unique: (p: Params) =>
      `Expected no value of \`${p.column}\` twice. ${p.count} of ${p.all} rows repeat an earlier one, first row ${p.row}: ${p.example}`,
    pattern: (p: Params) =>
      `Expected \`${p.column}\` to match ${p.expected}. ${p.count} of ${p.all} rows do not, first row ${p.row}: ${p.example}`,
    order: (p: Params) =>
      `Expected \`${p.column}\` to be ${p.expected}. ${p.count} of ${p.all} rows turn back, first row ${p.row}: ${p.example}`,
  },
  drift: {
    bins: (p: Params) => `Expected \`bins\` to be an integer >= 2. Received: ${p.given}`,
    noValues: (p: Params) =>
      `Expected values of the column \`${p.column}\` in both tables. One has none: leave the column out, or look where its values went.`,
  },
  zip: {
    noZip: (p: Params) => `it is no whole zip, or a path in it leads elsewhere (${p.reason})`,
    tooMany: (p: Params) => `it has more than ${p.most} files`,
    tooLarge: (p: Params) => `it unpacks to more than ${p.most} bytes`,
    link: (p: Params) => `${p.name} in it is a link`,
    encrypted: (p: Params) => `${p.name} in it is encrypted`,
  },
  idx: {
    header: () => 'It does not begin as an IDX file',
    size: (p: Params) =>
      `Its header says ${p.shape}, which takes ${p.expected} bytes; there are ${p.given}`,
  },
  width: (p: Params) => `expected ${p.expected} values, received ${p.given}`,
  noClass: (p: Params) => `${p.given} is none of its classes`,
  noJson: (p: Params) => `it is no JSON (${p.reason})`,
  wav: {
    header: () => 'It is no whole WAV file',
    cutOff: (p: Params) => `Its part ${p.name} says ${p.expected} bytes, more than there are`,
    format: (p: Params) =>
      `Its format ${p.format} of ${p.bits} bits is not read: save it as PCM of 16 bits`,
  },
  image: {
    format: () => 'It is neither a PNG nor a JPEG',
    size: (p: Params) => `It says ${p.width} by ${p.height} pixels; at most ${p.most} are read`,
    pixels: (p: Params) => `Its pixels do not fit its size (${p.reason})`,
  },
  attempt: {
    status: (p: Params) => `${p.url}: the server answered ${p.status}`,
    network: (p: Params) => `${p.url}: ${p.reason}`,
    checksum: (p: Params) => `${p.url}: what came is another file (sha256 ${p.given})`,
    tooLong: (p: Params) => `${p.url}: more than the ${p.bytes} bytes that were expected`,
    short: (p: Params) => `${p.url}: ended after ${p.got} of ${p.bytes} bytes`,
    noMember: (p: Params) => `${p.url}: the zip does not hold ${p.member}`,
    badProxy: (p: Params) =>
      `the variable ${p.variable} is not the address of a proxy, such as http://proxy.example:3128`,
    proxySet: (p: Params) => `${p.reason} (set: ${p.variables})`,
    missing: (p: Params) => `${p.url}: there is no such file`,
  },
  card: {
    kind: {
      images: 'pictures',
      table: 'table',
      texts: 'texts',
      pairs: 'pairs of sentences',
      sequences: 'sequences',
      series: 'time series',
      audio: 'recordings',
      ratings: 'ratings',
      boxes: 'pictures with boxes',
    } as Readonly<Record<string, string>>,
    by: {
      bundled: 'part of the package',
      generated: 'made by the library',
      download: 'downloaded when asked for',
    } as Readonly<Record<string, string>>,
    facts: {
      kind: 'Kind',
      where: 'Where it is',
      origin: 'Origin',
      licence: 'Licence',
      citation: 'Citation',
      size: 'Size',
      shape: 'Shape',
      language: 'Language',
      examples: 'Examples',
      columns: 'Columns',
    } as Readonly<Record<string, string>>,
    part: () => 'Part',
    all: () => 'all',
    count: () => 'Examples',
    className: () => 'Class',
    attribute: () => 'Attribute',
    classes: () => 'Classes',
    files: () => 'Files',
    file: () => 'File',
    bytes: () => 'Bytes',
    download: (p: Params) => `Once: \`gradus data download ${p.name}\``,
  },
  list: {
    name: () => 'name',
    kind: () => 'kind',
    size: () => 'size',
    here: () => 'here',
    licence: () => 'licence',
    yes: () => 'yes',
    no: () => 'no',
    made: () => 'made',
    cache: (p: Params) => `Downloads lie in ${p.path}.`,
  },
  downloading: (p: Params) => `${p.name}: ${p.file}`,
  downloaded: (p: Params) => `${p.name} is in ${p.path}.`,
  waiting: (p: Params) => `Another process is downloading ${p.name}; waiting for it.`,
};
