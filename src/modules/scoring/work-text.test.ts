import { describe, expect, it } from 'vitest'
import { ANNA, resumeOf } from './fixtures/resume.ts'
import { workText } from './work-text.ts'

const RESUME = resumeOf(ANNA)
const withLines = (...lines: string[]) => ({ ...RESUME, text: `${RESUME.text}${lines.join('\n')}\n` })

describe('workText', () => {
  it('reads fields about work and lines between them, and nothing about the person', () => {
    const text = workText(withLines('Ran the payment gateway of a bank'), [ANNA.name])
    expect(text).toContain('built payment services')
    expect(text).toContain('Ran the payment gateway of a bank')
    for (const secret of [ANNA.name, ANNA.email, ANNA.school, ANNA.birth, String(ANNA.graduationYear)])
      expect(text).not.toContain(secret)
  })

  it.each([
    ['a line that tells a trait', ['Married, two children']],
    ['what stands under a private heading', ['Hobbies', 'Choir of the parish church']],
    ['what follows on such a line', ['Nationality: Polish', 'and citizen of Kraków since birth']],
    ['a heading alone', ['Volunteering']],
  ])('leaves out %s', (_, lines) => {
    expect(workText(withLines('', ...lines), [])).toBe(workText(RESUME, []))
  })

  it('reads on after an empty line', () => {
    expect(workText(withLines('Hobbies', 'Choir', '', 'Led three teams of engineers'), [])).toContain(
      'Led three',
    )
  })
})
