/** How many tasks of each lane one process runs at a time. Parsing and matching need the processor, the others wait. */
const CONCURRENCY = { parsing: 2, matching: 2, webhooks: 40, default: 4 }

export type Lane = keyof typeof CONCURRENCY

export const LANES = Object.keys(CONCURRENCY) as Lane[]

export const concurrencyOf = (lane: Lane): number => CONCURRENCY[lane]
