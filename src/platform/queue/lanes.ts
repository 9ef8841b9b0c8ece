/**
 * How many tasks of each lane one process runs at a time. Parsing and matching need the processor between two visits to
 * the database, the others mostly wait. More parses than there are children keep these at work while others are settled.
 */
const CONCURRENCY = { parsing: 6, matching: 3, webhooks: 40, default: 8 }

export type Lane = keyof typeof CONCURRENCY

export const LANES = Object.keys(CONCURRENCY) as Lane[]

export const concurrencyOf = (lane: Lane): number => CONCURRENCY[lane]
