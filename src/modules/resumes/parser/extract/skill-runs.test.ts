import { expect, test } from 'vitest'
import { assembleText, plainLine } from '#src/modules/resumes/parser/text/document.ts'
import { builtinLexicon } from '#src/modules/skills/lexicon.ts'
import { skillRuns } from './skill-runs.ts'

const runs = (...lines: string[]) =>
  skillRuns(assembleText(lines.map((line) => plainLine(line))).lines, builtinLexicon).map(({ text }) => text)

test('a run of skills without a heading, with its levels and what the lexicon lacks', () => {
  const list = ['PostgreSQL', '90', 'Zorbulator', 'Docker', 'React, Angular', 'Kubernetes', 'Expert']
  expect(
    runs('Jane Doe', 'jane@example.com', ...list, 'Wrote many reports about the weather of the north'),
  ).toEqual(list)
})

test('a few skills between other lines are no list', () => {
  expect(runs('Docker', 'Walked the dog', 'Fed the cat', 'Painted the house', 'PostgreSQL')).toEqual([])
})
