import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The real resumes of the evaluation data, as PDF; none where it is not there. */
export function livecareer(data: string): string[] {
  const root = join(data, 'match/livecareer')
  try {
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
    return names
      .filter((name) => name.endsWith('.pdf'))
      .sort()
      .map((name) => join(root, name))
  } catch {
    return []
  }
}

/** About `wanted` of them, evenly over all. */
export function everyNth<T>(items: T[], wanted: number): T[] {
  const step = Math.max(1, Math.floor(items.length / wanted))
  return items.filter((_, i) => i % step === 0)
}
