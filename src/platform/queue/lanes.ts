import type { Queue as Lane } from '#src/platform/tasks/tasks.ts'

/** How many tasks of each lane one process runs at a time. Parsing and matching need the processor, the others wait. */
const CONCURRENCY: Record<Lane, number> = { parsing: 2, matching: 2, webhooks: 20, default: 4 }

export const LANES = Object.keys(CONCURRENCY) as Lane[]

export const concurrencyOf = (lane: Lane): number => CONCURRENCY[lane]
