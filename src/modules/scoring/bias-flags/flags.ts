/** A place in a text that can tell, or can put off, who somebody is. Nothing here is part of a score. */
export interface BiasFlag {
  kind: string
  /** As it stands there. */
  text: string
  /** UTF-16 offsets, end exclusive. */
  start: number
  end: number
}

/** What gives a kind away, as alternatives of one pattern by language; words end where letters do. */
export type Cues<K extends string> = Readonly<Record<K, string>>

const MAX_TEXT = 100_000
const MAX_FLAGS = 200
const MAX_SHOWN = 120

/** Finds the cues of all kinds in reading order: at most `MAX_FLAGS` of them. */
export function finder<K extends string>(cues: Cues<K>): (text: string) => Array<BiasFlag & { kind: K }> {
  const patterns = (Object.entries(cues) as Array<[K, string]>).map(([kind, words]) => ({
    kind,
    pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.replace(/\s*\n\s*/g, '|')})(?![\\p{L}\\p{N}])`, 'giu'),
  }))
  return (text) =>
    patterns
      .flatMap(({ kind, pattern }) =>
        [...text.slice(0, MAX_TEXT).matchAll(pattern)].map((found) => ({
          kind,
          text: found[0].slice(0, MAX_SHOWN),
          start: found.index,
          end: found.index + found[0].length,
        })),
      )
      .sort((a, b) => a.start - b.start || b.end - a.end)
      .slice(0, MAX_FLAGS)
}
