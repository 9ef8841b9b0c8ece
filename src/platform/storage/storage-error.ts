/** Every rejection of the storage port is one of these; what the disk or the SDK said is in `cause`. */
export class StorageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

export class StorageNotFound extends StorageError {}

/** A signed link that is forged, malformed or expired. */
export class StorageDenied extends StorageError {}

/** The bytes are not the announced ones: size or checksum differs. Nothing was stored. */
export class StorageMismatch extends StorageError {}

export class StorageTooLarge extends StorageError {}

/** The caller's own stream failed while it was being stored. Nothing was stored. */
export class StorageBodyFailed extends StorageError {}

/** The disk or the object store did not do its work; trying again later may help. */
export class StorageUnavailable extends StorageError {}

export function asStorageError(cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause
  return new StorageUnavailable('the object store did not answer as it should', { cause })
}
