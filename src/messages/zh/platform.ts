import type { platform as source } from '../en/platform.js';
import type { Params } from '../params.js';

export const platform: typeof source = {
  backend: (p: Params) => `后端：${p.name}，运行在 ${p.device} 上。${p.reason}`,
  rejected: (p: Params) => `未使用 \`${p.name}\`：${p.reason}。`,
  tensorflowReason: (p: Params) => `使用 TensorFlow ${p.version} 的原生算子${p.note}。`,
  wasmReason: () => '使用支持 SIMD 的 WebAssembly，单线程。',
  cpuReason: () => '使用纯 JavaScript：结果正确，但速度慢。',
};
