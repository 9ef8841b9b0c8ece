import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { isSkillLevel } from '#src/modules/resumes/parser/words/skill-levels.ts'
import type { Lexicon } from '#src/modules/skills/lexicon.ts'

const MAX_LINE = 40
/** Lines of a run, and the share of them that the lexicon knows. */
const MIN_RUN = 6
const MIN_KNOWN = 0.5
/** Unknown lines in a row that do not end a run: it lists what the lexicon lacks, too. */
const MAX_UNKNOWN = 2

/** A sidebar may list skills under no heading at all: runs of short lines that are mostly known skills or levels. */
export function skillRuns(lines: readonly Line[], lexicon: Lexicon): Line[] {
  const isKnown = (line: Line) => isKnownLine(line, lexicon)
  const found: Line[] = []
  let run: Line[] = []
  let unknown = 0
  const flush = () => {
    const whole = run.slice(0, run.length - unknown)
    const known = whole.filter(isKnown).length
    if (whole.length >= MIN_RUN && known >= whole.length * MIN_KNOWN) found.push(...whole)
    run = []
    unknown = 0
  }
  for (const line of lines) {
    if (line.text.length > MAX_LINE || (unknown === MAX_UNKNOWN && !isKnown(line))) flush()
    else if (isKnown(line)) {
      run.push(line)
      unknown = 0
    } else if (run.length > 0) {
      run.push(line)
      unknown += 1
    }
  }
  flush()
  return found
}

function isKnownLine({ text }: Line, { findSkills }: Lexicon): boolean {
  if (text.length > MAX_LINE) return false
  if (isSkillLevel(text)) return true
  const covered = findSkills(text).reduce(
    (sum, { kind, start, end }) => sum + (kind === 'technical' ? end - start : 0),
    0,
  )
  return covered >= text.length * 0.5
}
