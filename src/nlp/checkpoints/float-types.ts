/** Numbers of 16 and 32 bits, as checkpoints have them. */

/** How many bytes a number takes, of every type that a safetensors file may have whole bytes of. */
export const byteSizes: Readonly<Record<string, number>> = {
  ...{ BOOL: 1, U8: 1, I8: 1, F8_E5M2: 1, F8_E4M3: 1, F8_E8M0: 1 },
  ...{ U16: 2, I16: 2, F16: 2, BF16: 2 },
  ...{ U32: 4, I32: 4, F32: 4 },
  ...{ U64: 8, I64: 8, F64: 8, C64: 8 },
};

/** The types that weights are read from. */
export const floatTypes = ['F32', 'F16', 'BF16'] as const;
export type FloatType = (typeof floatTypes)[number];

export const isFloatType = (dtype: string): dtype is FloatType =>
  (floatTypes as readonly string[]).includes(dtype);

/** IEEE 754 binary16: one bit of sign, five of exponent, ten of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Numbers in little-endian bytes as float32; none of the types loses anything by it. */
export function toFloat32(bytes: ArrayBuffer, dtype: FloatType): Float32Array {
  if (dtype === 'F32') return new Float32Array(bytes);
  const words = new Uint16Array(bytes);
  if (dtype === 'F16') return Float32Array.from(words, fromHalf);
  // bfloat16 is the upper half of a float32.
  return new Float32Array(Uint32Array.from(words, (word) => word << 16).buffer);
}
