import { expect, test } from 'vitest'
import { assembleText, plainLine } from './document.ts'
import { unwrap } from './unwrap.ts'

const wrapped = { wrapped: true }

test('wrapped lines become one, and their offsets stay those of the text', () => {
  const { text, lines } = assembleText([
    plainLine('Higher Technician in Web'),
    plainLine('Application Development', wrapped),
    plainLine('Springfield'),
  ])
  const whole = unwrap(lines)
  expect(whole.map((line) => line.text)).toEqual([
    'Higher Technician in Web Application Development',
    'Springfield',
  ])
  for (const { start, end, text: line } of whole)
    expect(text.slice(start, end).replaceAll('\n', ' ')).toBe(line)
})

test('a hyphen at the end of a line is left to whoever joins running text', () => {
  const { lines } = assembleText([plainLine('soft-'), plainLine('ware', wrapped)])
  expect(unwrap(lines)).toHaveLength(2)
})

test('a bullet begins a line, and so does what the caller knows to be a name of its own', () => {
  const { lines } = assembleText([
    plainLine('Python'),
    plainLine('Kafka', wrapped),
    plainLine('• PostgreSQL', wrapped),
  ])
  expect(unwrap(lines, (above, below) => above === 'Python' && below === 'Kafka')).toHaveLength(3)
})
