import { expect, test } from 'vitest'
import { assembleText, plainLine, type RawLine } from '#src/modules/resumes/parser/text/document.ts'
import { skillItems } from './skill-items.ts'

const items = (...lines: Array<string | RawLine>) =>
  skillItems(
    assembleText(lines.map((line) => (typeof line === 'string' ? plainLine(line) : line))).lines,
  ).map(({ text }) => text)
const bold = (text: string) => plainLine(text, { bold: true })

test('names of groups are no skills, in whatever way they stand out', () => {
  expect(items(bold('Databases'), 'PostgreSQL, Redis', bold('Frontend'), 'React')).toEqual([
    'PostgreSQL',
    'Redis',
    'React',
  ])
  expect(items('Databases:', 'PostgreSQL', 'Frontend: React, Vue')).toEqual(['PostgreSQL', 'React', 'Vue'])
  expect(items('DATABASES\tPostgreSQL, Redis')).toEqual(['PostgreSQL', 'Redis'])
  expect(items('Databases', '• PostgreSQL', '• Redis')).toEqual(['PostgreSQL', 'Redis'])
})

test('a name without anything below it but its level is a skill', () => {
  expect(items(bold('Rust'), 'Expert', bold('Go'), '3 years')).toEqual(['Rust', 'Go'])
  expect(items('HTML:', 'CSS:', 'SQL:')).toEqual(['HTML', 'CSS', 'SQL'])
})

test.each([
  [['Rust – expert, Go (advanced), SQL (3 years), C 80%'], ['Rust', 'Go', 'SQL', 'C']],
  [['Rust 70, Go 85, SQL 90, Windows 11'], ['Rust', 'Go', 'SQL', 'Windows 11']],
  [['Windows 10, Rust, Go, SQL'], ['Windows 10', 'Rust', 'Go', 'SQL']],
  [
    ['Rust', 'Adept', 'Go', 'Adept', 'SQL', 'Adept'],
    ['Rust', 'Go', 'SQL'],
  ],
])('levels of %j are left out', (lines, expected) => {
  expect(items(...lines)).toEqual(expected)
})

test('what stands in brackets belongs to its skill', () => {
  expect(items('Dart (Flutter, Firebase), HTML/CSS; Node.js')).toEqual([
    'Dart (Flutter, Firebase)',
    'HTML/CSS',
    'Node.js',
  ])
})
