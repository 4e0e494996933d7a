/** What went wrong on the caller's side, or on the way to what was to be audited. `message` says what mends it, and holds no secret. */
export class AuditError extends Error {
  override name = 'AuditError';
  /** Stays the same while messages change. */
  readonly code: AuditErrorCode;

  constructor(message: string, code: AuditErrorCode) {
    super(message);
    this.code = code;
  }
}

export type AuditErrorCode =
  | 'ERR_NOT_FOUND'
  | 'ERR_NOT_READABLE'
  | 'ERR_NO_DOCKERFILE'
  | 'ERR_NO_STAGE'
  | 'ERR_ARGUMENT'
  | 'ERR_IMAGE'
  | 'ERR_REGISTRY'
  | 'ERR_REGISTRY_DENIED'
  | 'ERR_REGISTRY_NOT_FOUND';

/** What was given cannot be used: a file that is not there, a stage that a Dockerfile has not. */
export class InputError extends AuditError {
  override name = 'InputError';

  constructor(message: string, code: AuditErrorCode = 'ERR_ARGUMENT') {
    super(message, code);
  }
}

/** Bad input, said so that the reader can mend it. `message` names the file, the place and the mend. */
export class ImageError extends AuditError {
  override name = 'ImageError';

  constructor(message: string, code: AuditErrorCode = 'ERR_IMAGE') {
    super(message, code);
  }
}
