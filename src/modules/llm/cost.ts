import type { Tokens } from '#src/platform/llm/tokens.ts'

/** Micro-USD a million tokens, which is USD a million tokens times a million. */
export interface Price {
  input: number
  cachedInput: number
  cacheWrite: number
  output: number
}

const MILLION = 1_000_000n

/** Micro-USD, rounded once for the whole call, half upwards. */
export function costOf(price: Price, tokens: Tokens): number {
  const plain = tokens.input - tokens.cachedInput - tokens.cacheWrite
  const millionths =
    BigInt(plain) * BigInt(price.input) +
    BigInt(tokens.cachedInput) * BigInt(price.cachedInput) +
    BigInt(tokens.cacheWrite) * BigInt(price.cacheWrite) +
    BigInt(tokens.output) * BigInt(price.output)
  return Number((millionths + MILLION / 2n) / MILLION)
}

/** What a provider adds of its own to a question, such as how messages begin and end. */
const OVERHEAD_TOKENS = 1_000

/**
 * The most a call can cost, in micro-USD: no tokenizer makes more tokens than a text has bytes, and no model writes more
 * than it is allowed.
 */
export function mostItCosts(price: Price, question: { bytes: number; maxOutputTokens: number }): number {
  const dearest = Math.max(price.input, price.cachedInput, price.cacheWrite)
  const millionths =
    BigInt(question.bytes + OVERHEAD_TOKENS) * BigInt(dearest) +
    BigInt(question.maxOutputTokens) * BigInt(price.output)
  return Number((millionths + MILLION - 1n) / MILLION)
}
