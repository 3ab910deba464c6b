import type { Params } from '../params.js';

/** What `gradus/nlp` says about texts, tokenizers and vectors of words. */
export const nlp = {
  text: (p: Params) => `Expected a text. Received: ${p.given}`,
  texts: (p: Params) =>
    `Expected a list of texts for ${p.where}. Received: ${p.given}. One text becomes a list by \`[text]\``,
  loneSurrogate: (p: Params) =>
    `Expected a text of whole characters. Received: half of a surrogate pair at place ${p.place}. A text that was cut by \`slice\` may end in the middle of a character; cut \`Array.from(text)\` instead`,
  id: (p: Params) => `Expected numbers of tokens, integers in [0, ${p.size}). Received: ${p.given}`,
  unknownToken: (p: Params) =>
    `Expected tokens of the vocabulary, which has ${p.count}. Received: ${p.given}. Give \`${p.unknown}\` among the special tokens, so that it stands for what is not known`,
  specialTokens: (p: Params) =>
    `Expected \`specialTokens\` of ${p.where} to be different texts, none of them empty. Received: ${p.given}`,
  noUnknown: (p: Params) =>
    `Expected \`[UNK]\` among the \`specialTokens\` of ${p.where}, for words with characters that are not known. Received: ${p.given}`,
  tokenizerFile: (p: Params) =>
    `Expected a \`tokenizer.json\` of byte-level BPE, WordPiece or WordLevel, as far as the library runs it. Its field \`${p.field}\` does not fit: ${p.given}. Give the file of another tokenizer, or save this one again`,
  notJson: (p: Params) =>
    `Expected JSON in ${p.path}. It is none: give a file that \`saveTokenizer\` or Hugging Face's \`tokenizers\` wrote`,
  package: (p: Params) =>
    `Expected the package \`${p.name}\`. It cannot be loaded: ${p.reason}. Install it by \`npm install ${p.install}\``,
  integer: (p: Params) =>
    `Expected \`${p.option}\` of ${p.where} to be an integer >= ${p.least}. Received: ${p.given}`,
  positive: (p: Params) =>
    `Expected \`${p.option}\` of ${p.where} to be a number > 0. Received: ${p.given}`,
  form: (p: Params) => `Expected \`form\` to be one of ${p.known}. Received: ${p.given}`,
  tokenLists: (p: Params) =>
    `Expected lists of tokens, each an integer. Received: ${p.given}. Texts become lists by \`texts.map((text) => tokenizer.encode(text))\``,
  end: (p: Params) => `Expected \`${p.option}\` to be \`pre\` or \`post\`. Received: ${p.given}`,
  threshold: (p: Params) =>
    `Expected \`threshold\` of ${p.where} to be a number in (0, 1]. Received: ${p.given}`,
  pii: (p: Params) => `Expected \`kinds\` to be among ${p.known}. Received: ${p.given}`,
  smoothing: (p: Params) => `Expected \`smoothing\` to be a number >= 0. Received: ${p.given}`,
  discount: (p: Params) => `Expected \`discount\` to be a number in (0, 1]. Received: ${p.given}`,
  manyTokens: (p: Params) =>
    `Expected \`vocabularySize\` to be at most ${p.most}. Received: ${p.given}. Keep the most frequent tokens: \`vocabularySize\` of the tokenizer`,
  power: (p: Params) => `Expected \`power\` to be a number >= 0. Received: ${p.given}`,
  subsample: (p: Params) => `Expected \`subsample\` to be a number > 0. Received: ${p.given}`,
  noPairs: () => 'Expected a list with two tokens at least. Received: none',
  noTokens: () => 'Expected counts of tokens, one of them above 0. Received: none',
  vectors: (p: Params) =>
    `Expected a vector for each word, all of one length of at least 1. Received: ${p.words} words and ${p.rows} vectors. The words of a model are those of its tokenizer: \`tokenizer.tokens\``,
  twice: (p: Params) => `Expected each word once. Received twice: ${p.given}`,
  notFinite: (p: Params) =>
    `Expected finite numbers in the vectors. Received: ${p.given} in that of ${p.word}. Look whether the loss of its training was finite`,
  noWord: (p: Params) =>
    `Expected one of the ${p.count} words that have a vector. Received: ${p.given}`,
  dimensions: (p: Params) =>
    `Expected \`dimensions\` to be an integer from 1 to the width of the vectors, ${p.most}. Received: ${p.given}`,
  /** What is said about making texts. */
  generation: {
    prompt: (p: Params) =>
      `Expected \`prompt\` to be a non-empty list of integers in [0, ${p.size}). Received: ${p.given}`,
    noPrompts: () => 'Expected one prompt at least. Received: []',
    count: (p: Params) => `Expected \`${p.option}\` to be an integer >= 1. Received: ${p.given}`,
    temperature: (p: Params) =>
      `Expected \`temperature\` to be a number >= 0. Received: ${p.given}. 0 always takes the likeliest token`,
    topP: (p: Params) =>
      `Expected \`topP\` to be a number in (0, 1]. Received: ${p.given}. 1 leaves all tokens`,
    minP: (p: Params) =>
      `Expected \`minP\` to be a number in [0, 1]. Received: ${p.given}. 0 leaves all tokens`,
    penalty: (p: Params) =>
      `Expected \`repetitionPenalty\` to be a number > 0. Received: ${p.given}. 1 is no penalty`,
    stop: (p: Params) =>
      `Expected \`stop\` to be a text that is not empty, or a list of such. Received: ${p.given}`,
    stride: (p: Params) =>
      `Expected \`stride\` to be an integer from 1 to the context, ${p.context}. Received: ${p.given}`,
    logits: (p: Params) =>
      `Expected \`logits\` to be numbers below infinity, one at least finite. Received: ${p.given}. Look whether the loss of the training was finite`,
  },
  /** What is said about models that others trained. */
  checkpoint: {
    broken: (p: Params) =>
      `Expected a whole safetensors file at ${p.path}. ${p.reason}. Copy it again from where it came`,
    notJson: (p: Params) => `Expected JSON in ${p.path}. It is none: copy the file again`,
    noWeights: (p: Params) =>
      `Expected \`model.safetensors\` or \`model.safetensors.index.json\` in ${p.folder}. There is neither. Files of PyTorch (\`.bin\`) are not read, since they can run code: save the model by \`save_pretrained\` of \`transformers\``,
    index: (p: Params) =>
      `Expected ${p.path} to name for each tensor a file of its own folder in \`weight_map\`. Received: ${p.given}`,
    modelType: (p: Params) =>
      `Expected \`model_type\` of ${p.path} to be one of ${p.known}. Received: ${p.given}`,
    field: (p: Params) =>
      `Expected ${p.path} to describe a \`${p.type}\` that the library runs. Its field \`${p.field}\` does not fit: ${p.given}. Choose a checkpoint without it`,
    noTensor: (p: Params) =>
      `Expected the tensor \`${p.name}\` in ${p.path}. There is none of this name. Copy the whole folder, with the configuration that belongs to it`,
    shape: (p: Params) =>
      `Expected the tensor \`${p.name}\` of ${p.path} to have shape ${p.expected}, as the configuration has it. Received: ${p.given}. Take the configuration that belongs to it`,
    notFloat: (p: Params) =>
      `Expected the tensor \`${p.name}\` of ${p.path} as one of ${p.known}. Received: ${p.given}. Choose a checkpoint that is not quantized`,
    context: (p: Params) =>
      `Expected \`context\` to be an integer from 1 to ${p.most}, that of the checkpoint. Received: ${p.given}`,
    notBuilt: (p: Params) => `Expected to build the model of ${p.path}. ${p.reason}`,
    /** Sentences that stand within \`broken\`. */
    reasons: {
      noFile: () => 'It is no file',
      long: (p: Params) => `It is too long: ${p.size} bytes`,
      short: (p: Params) => `It has ${p.bytes} bytes, and needs ${p.least} at least`,
      headerLength: (p: Params) =>
        `Its header claims ${p.length} bytes, and can have ${p.most} at most`,
      notJson: () => 'Its header is no JSON object',
      entry: (p: Params) => `The entry of ${p.name} in its header is none of a tensor: ${p.given}`,
      dtype: (p: Params) => `The type of ${p.name} is not known: ${p.given}`,
      bytes: (p: Params) =>
        `The tensor ${p.name}, ${p.dtype} ${p.shape}, takes ${p.needed} bytes, and its header gives it ${p.given}`,
      offsets: (p: Params) =>
        `The tensor ${p.name} is said to be at bytes ${p.begin} to ${p.end} of ${p.fileSize}. It was expected at ${p.at}: tensors follow each other without gaps`,
      rest: (p: Params) => `Its tensors end at byte ${p.at}, and it has ${p.fileSize}`,
      cutOff: (p: Params) => `It ends before byte ${p.end}`,
    },
  },
  /** What is said about sizes and the laws of scaling. */
  sizes: {
    optimizer: (p: Params) =>
      `Expected \`optimizer\` to be one of ${p.known}. Received: ${p.given}`,
    form: (p: Params) => `Expected \`form\` to be \`offset\` or \`power\`. Received: ${p.given}`,
    run: (p: Params) =>
      `Expected runs with a \`size\` and a \`loss\` above 0, both finite. Received: ${p.given}`,
    runs: (p: Params) =>
      `Expected runs of ${p.least} different sizes at least. Received: ${p.given}. Make more runs: a law cannot be told from fewer`,
    noLaw: () =>
      "Expected losses that fall with the size, by a law that the runs can tell. They do not. Make runs of sizes further apart, train each longer, or try `form: 'power'`",
    size: (p: Params) => `Expected \`size\` to be a number > 0. Received: ${p.given}`,
    level: (p: Params) => `Expected \`level\` to be a number in (0, 1). Received: ${p.given}`,
  },
  /** What is said about searches. */
  retrieval: {
    documents: (p: Params) =>
      `Expected documents, each a list of words. Received: ${p.given}. A text becomes a list by \`segmentWords(text)\``,
    k1: (p: Params) => `Expected \`k1\` to be a number >= 0. Received: ${p.given}`,
    b: (p: Params) => `Expected \`b\` to be a number in [0, 1]. Received: ${p.given}`,
    vectors: (p: Params) =>
      `Expected vectors of shape ${p.expected}. Received: shape ${p.given}. Queries and documents need the same model`,
    notFinite: (p: Params) =>
      `Expected finite numbers in the vectors. Received: ${p.given} in row ${p.row}. Look whether the loss of the training was finite`,
    constant: (p: Params) => `Expected \`constant\` to be a number >= 0. Received: ${p.given}`,
    queries: (p: Params) =>
      `Expected for each query its hits and its relevant documents, and one query at least. Received: hits of ${p.found} and relevant documents of ${p.relevant}`,
    noRelevant: (p: Params) =>
      `Expected one relevant document at least for query ${p.query}. Received: none. Leave out queries that nothing answers`,
  },
  /** What is said about answers that are preferred or rewarded. */
  alignment: {
    sequences: (p: Params) =>
      `Expected tokens [B, T], int32, of two columns at least, and \`counts\` of their shape. Received: tokens ${p.tokens}, counts ${p.counts}`,
    beta: (p: Params) => `Expected \`beta\` to be a number > 0. Received: ${p.given}`,
    pairs: (p: Params) =>
      `Expected ln P of chosen and rejected answers, [B] each, of model and reference. Received: shapes ${p.given}`,
    alpha: (p: Params) => `Expected \`alpha\` to be a number > 0. Received: ${p.given}`,
    targets: (p: Params) =>
      `Expected \`targets\` among the names of the model's dense layers, and one at least: ${p.known}. Received: ${p.given}`,
    loraTwice: (p: Params) =>
      `Expected a model without changes of \`addLora\`. \`${p.model}\` has some: call \`mergeLora\` or \`removeLora\` first`,
    noLora: (p: Params) => `Expected a model with changes of \`addLora\`. \`${p.model}\` has none`,
    noSpecial: (p: Params) =>
      `Expected the tokenizer of ${p.where} to have \`[PAD]\` as number 0, \`[ANSWER]\` and \`[END]\`. Make it with \`specialTokens: assistantTokens\``,
    answered: (p: Params) =>
      `Expected prompts with answers for ${p.where}, one at least, each \`{ prompt, answer }\` of two texts. Received: ${p.given}`,
    tooLong: (p: Params) =>
      `Expected rows of ${p.where} of ${p.length} tokens at most, the special ones too. Row ${p.at} has ${p.given}. Give a larger \`length\`, and a model of that \`context\``,
    context: (p: Params) =>
      `Expected rows of ${p.where} of ${p.context} tokens at most: the model's context and one more. Received: ${p.given}`,
    token: (p: Params) =>
      `Expected tokens of ${p.where} in [0, ${p.size}), those of the model. Received: ${p.given}`,
    noAnswer: (p: Params) =>
      `Expected \`counts\` of ${p.where} to be 0 and 1, and 1 for one token at least behind the first of each row. Row ${p.row} has: ${p.given}`,
    preferences: (p: Params) =>
      `Expected pairs of answers for ${p.where}, one at least, each \`{ prompt, chosen, rejected }\` of three texts. Received: ${p.given}`,
    kl: (p: Params) =>
      `Expected ln P of the same tokens under policy and reference. Received: shapes ${p.given}`,
    estimator: (p: Params) =>
      `Expected \`estimator\` to be \`k1\`, \`k2\` or \`k3\`. Received: ${p.given}`,
    drawn: (p: Params) =>
      `Expected ln P of tokens and \`counts\` [B, T], and \`advantages\` [B]. Received: shapes ${p.given}`,
    clip: (p: Params) => `Expected \`clip\` to be a number in (0, 1). Received: ${p.given}`,
    penalty: (p: Params) =>
      `Expected \`beta\` of \`grpo\` to be a number >= 0. Received: ${p.given}. 0 lets the model go anywhere`,
    reward: (p: Params) =>
      `Expected \`reward\` to give a finite number. Received: ${p.given} for the answer ${p.answer}`,
    noReward: (p: Params) =>
      `Expected \`reward\` to be a function of a task and an answer. Received: ${p.given}`,
    algorithm: (p: Params) =>
      `Expected \`algorithm\` to be \`grpo\` or \`reinforce\`. Received: ${p.given}`,
    groupSize: (p: Params) =>
      `Expected \`groupSize\` to be an integer >= 2. Received: ${p.given}. An answer is measured by the others to its prompt`,
    updates: (p: Params) =>
      `Expected \`updates\` of \`reinforce\` to be 1. Received: ${p.given}. Its gradient holds only for answers of the model as it is: take \`grpo\``,
    noRoom: (p: Params) =>
      `Expected prompt and \`maxTokens\` of ${p.where} to be ${p.context} tokens together at most, the model's context and one more. Prompt ${p.at} comes to ${p.given}`,
    group: (p: Params) =>
      `Expected for each prompt the rewards of two answers at least, all finite. Received: ${p.given}`,
  },
};
