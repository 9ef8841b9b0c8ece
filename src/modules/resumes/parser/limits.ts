const MB = 1024 * 1024

export const LIMITS = {
  fileBytes: 10 * MB,
  pages: 50,
  /** UTF-16 units of extracted text. */
  text: MB,
  /** What a line may have for patterns to look at it. */
  line: 2000,
  lines: 20_000,
  zip: { entries: 2000, totalBytes: 100 * MB, entryBytes: 20 * MB, ratio: 100 },
  xmlDepth: 200,
  /** Of pages read by recognition; no page is begun later than this, in milliseconds. */
  scan: { pages: 10, pixels: 16_000_000, ms: 40_000 },
} as const
