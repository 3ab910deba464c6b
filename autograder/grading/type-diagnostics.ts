/** Type diagnostics as bytes, on their way from the process that checks to the one that grades. */
import { deserialize, serialize } from 'node:v8';
import type { TypeDiagnostic } from '../submission/type-check.js';

export const diagnosticsToBytes = (found: readonly TypeDiagnostic[]): Uint8Array =>
  serialize(found);

/** Undefined when the types were not checked. */
export const diagnosticsFrom = (bytes: Uint8Array): TypeDiagnostic[] | undefined =>
  bytes.byteLength === 0 ? undefined : deserialize(bytes);
