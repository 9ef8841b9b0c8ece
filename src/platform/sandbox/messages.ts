/** What parent and child say to each other. One input is under way at a time, so messages need no ids. */
export type ToChild = { input: unknown }

export type ToParent =
  | { type: 'ready' }
  | { type: 'rss'; rss: number }
  | { type: 'output'; output: unknown; rss: number }
  | { type: 'error'; message: string }

/** The argument for a child whose memory the parent cannot read from /proc, so that the child reports it. */
export const REPORT_RSS = '--report-rss'
