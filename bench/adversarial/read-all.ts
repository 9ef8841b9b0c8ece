import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { createResumeParser } from '#src/modules/resumes/parser/client.ts'
import { REASON_CODES } from '#src/modules/resumes/parser/reason-codes.ts'
import type { ParseResult } from '#src/modules/resumes/parser/types.ts'
import { watchChildren } from '../processes/peak.ts'

export interface Outcome {
  name: string
  folder: string
  bytes: number
  state: ParseResult['state']
  reasons: readonly string[]
  ms: number
  /** What is wrong with it; most have nothing. */
  fault: string | undefined
}

export interface Reading {
  outcomes: Outcome[]
  /** The most that a child held, and that this process holds at the end and held at its own peak, in bytes. */
  childPeak: number
  ownPeak: number
}

/** The wall clock of the sandbox and a start of its child. */
const HANG_MS = 20_000 + 5_000
const AS_OF = new Date('2026-01-01T00:00:00Z')

/** Reads every file below a folder in the sandbox of the product, so many at a time. */
export async function readAll(root: string, parallel: number): Promise<Reading> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const children = watchChildren()
  const parser = createResumeParser({ size: parallel })
  const outcomes: Outcome[] = []
  const waiting = paths.values()
  const lane = async () => {
    for (const path of waiting) {
      const bytes = await readFile(path)
      const start = performance.now()
      const result = await parser.parse({ bytes, filename: path }, { asOf: AS_OF })
      outcomes.push(outcomeOf(relative(root, path), bytes.length, result, performance.now() - start))
    }
  }
  try {
    await Promise.all(Array.from({ length: parallel }, lane))
  } finally {
    await parser.close()
  }
  return { outcomes, childPeak: children.end(), ownPeak: process.resourceUsage().maxRSS * 1024 }
}

function outcomeOf(name: string, bytes: number, result: ParseResult, ms: number): Outcome {
  const { state, reason_codes: reasons } = result
  return { name, folder: dirname(name), bytes, state, reasons, ms, fault: faultOf(result, ms) }
}

function faultOf({ state, reason_codes, parsed_data }: ParseResult, ms: number): string | undefined {
  if (ms > HANG_MS) return `took ${Math.round(ms / 1000)} s`
  if (reason_codes.includes('parse.crashed')) return 'ended its process'
  if (reason_codes.some((code) => !(code in REASON_CODES))) return 'has a reason that is no code'
  if (state !== 'parsed' && reason_codes.length === 0) return `is ${state} without a reason`
  return (state === 'failed') === (parsed_data === null) ? undefined : `is ${state} with the wrong data`
}
