/** Why a backend cannot be had. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  readonly code = 'backend-unavailable';
  /** The backend that was wanted. */
  readonly backend: string;
  /** The reason, without the name of the backend. */
  readonly reason: string;
  constructor(backend: string, reason: string, options?: ErrorOptions) {
    super(`The backend \`${backend}\` cannot be had: ${reason}.`, options);
    this.backend = backend;
    this.reason = reason;
  }
}
