import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { cut, type Slice, sliceOf } from '#src/modules/resumes/parser/text/slice.ts'
import { fold } from '#src/modules/resumes/parser/words/fold.ts'
import {
  isSkillLevel,
  withoutBareLevel,
  withoutLevel,
} from '#src/modules/resumes/parser/words/skill-levels.ts'

/** What the lines of a skills section list, without the names of its groups and without levels. */
export function skillItems(section: readonly Line[]): Slice[] {
  const items = section.flatMap((line, i) => (isGroupName(section, i) ? [] : itemsOf(line)))
  const counts = new Map<string, number>()
  for (const { text } of items) counts.set(fold(text), (counts.get(fold(text)) ?? 0) + 1)
  const bare = items.filter(({ text }) => withoutBareLevel(text) !== text).length
  const skillOf = bare >= Math.max(MANY_TIMES, items.length * 0.1) ? withoutAnyLevel : withoutLevel
  // Nobody lists one skill again and again: what repeats is a level in words of its own.
  return items
    .filter(({ text }) => !isSkillLevel(text) && (counts.get(fold(text)) ?? 0) < MANY_TIMES)
    .map((item) => cut(item, 0, skillOf(item.text).length))
    .filter(({ text }) => text !== '')
}

const withoutAnyLevel = (text: string) => withoutBareLevel(withoutLevel(text))

const MANY_TIMES = 3
const MAX_GROUP_NAME = 45

/** 'Databases' in bold above what is listed in plain; where only a level follows, it is a skill with its level. */
function isGroupName(section: readonly Line[], i: number): boolean {
  const line = section[i]
  if (!line || (line.bullet && !line.bold) || line.text.length > MAX_GROUP_NAME || line.text.includes(','))
    return false
  const isLabel = line.text.endsWith(':')
  let next = i + 1
  while (section[next] && isSkillLevel(section[next]?.text ?? '')) next += 1
  const below = section[next]
  if (!below || below.column || isDescription(below)) return false
  return isLabel ? !below.text.endsWith(':') : standsOut(line, below)
}

const standsOut = (line: Line, below: Line) =>
  (!line.bullet && below.bullet) ||
  (line.bold && !below.bold && line.size >= below.size) ||
  line.size > below.size * 1.04

const isDescription = ({ text }: Line) => text.length > 60 && !/[,;|•·\t]/.test(text)

const LABEL = /^[\p{L}][\p{L}\p{N} &/+()-]{1,40}:\s+/u
const SEPARATOR = /[,;|•·\t]|\s[-–/]\s|\.\s/g

function itemsOf(line: Line): Slice[] {
  const label = LABEL.exec(line.text)?.[0].length ?? cellLabel(line.text)
  const whole = sliceOf(line, label)
  const masked = whole.text.replace(/\([^()]{0,120}\)/g, (inside) => inside.replace(/./gu, '_'))
  const items: Slice[] = []
  let from = 0
  for (const mark of masked.matchAll(SEPARATOR)) {
    items.push(cut(whole, from, mark.index))
    from = mark.index + mark[0].length
  }
  return [...items, cut(whole, from)].filter((item) => item.text !== '')
}

/** `Databases ⇥ PostgreSQL, Redis`: the length of a first cell that names what the second lists. */
function cellLabel(text: string): number {
  const [first = '', second = '', ...more] = text.split('\t')
  const isLabel = more.length === 0 && first.length <= MAX_GROUP_NAME && !first.includes(',')
  return isLabel && second.includes(',') ? first.length + 1 : 0
}
