/** What libraries write to stderr that is no news to a student. */
import { StringDecoder } from 'node:string_decoder';
import type { JupyterHandler } from './tslab-modules.js';

const noise: readonly RegExp[] = [
  /^[=\s]*Hi(?:,| there).*TensorFlow\.js[\s\S]*$/,
  /^INT64 output tensor will be stored as BigInt64Array\.\s*$/,
  /^\d{4}-\d\d-\d\d [\d:.]+: I (?:tensorflow|external)\/.*$/,
  /cpu_feature_guard|oneDNN custom operations are on|rebuild TensorFlow with the appropriate/,
  /All log messages before absl::InitializeLog\(\) is called are written to STDERR/,
  /^The kernel '.*' for backend '.*' is already registered\s*$/,
  /^Platform node has already been set\. Overwriting the platform with/,
];

/** Whether a text is only a library's log. */
export function isNoise(text: string): boolean {
  return noise.some((pattern) => pattern.test(text));
}

/** Keeps noise out of the notebook, and calls back writers that wait for it (tslab forgets them). */
export function quietStreams(handler: Pick<JupyterHandler, 'createWriteToIopub'>): void {
  const create = handler.createWriteToIopub.bind(handler);
  handler.createWriteToIopub = (name, writeStream) => {
    const write = create(name, writeStream);
    // A piped child process cuts where it likes, also within a character.
    const decoder = new StringDecoder('utf8');
    return (chunk: string | Uint8Array, ...rest: unknown[]) => {
      const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
      if (name !== 'stderr' || !isNoise(text)) write(text);
      const callback = rest.at(-1);
      if (typeof callback === 'function') process.nextTick(callback as () => void);
      return true;
    };
  };
}

/** Before anything is loaded: TensorFlow's own log level, and warnings that only developers need. */
export function quietProcess(): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  // Node warns that a notebook's `require` loads an ES module, and of deprecated calls in tfjs.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name === 'ExperimentalWarning' || warning.name === 'DeprecationWarning') return;
    console.warn(`${warning.name}: ${warning.message}`);
  });
}
