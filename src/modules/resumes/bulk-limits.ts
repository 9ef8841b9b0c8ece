/** Of one bulk upload; its files have the parser's limits. */
export const BULK_LIMITS = { files: 1000, totalBytes: 500 * 1024 * 1024 } as const
