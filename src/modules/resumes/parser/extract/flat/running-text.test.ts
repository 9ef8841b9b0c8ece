import { expect, test } from 'vitest'
import { assembleText, plainLine } from '#src/modules/resumes/parser/text/document.ts'
import { untrack } from '#src/modules/resumes/parser/text/field.ts'
import type { ParsedData, Provenance } from '#src/modules/resumes/parser/types.ts'
import { extractData } from '../extract-data.ts'
import { isRunningText } from './running-text.ts'

const RESUME =
  `Marla Quimby 14 Fennel Street, Springfield, IL 62701 (217) 555-0148 Email: marla@quimby.example
 OBJECTIVE To lead the back office of a growing firm. PROFESSIONAL EXPERIENCE Accounts Manager, Bluebird Logistics Inc.,
 Springfield, IL March 2012 to Present • Lead a team of six and report to the owner • Moved the books to SAP and Excel
 Junior Accountant, Harrow and Sons Ltd, Peoria, IL 2008 - 2012 • Prepared invoices and payroll for forty people
 EDUCATION Bachelor of Science in Business Administration, Bradley University, Peoria, IL, 2008
 TECHNICAL SKILLS SAP, Excel, QuickBooks, SQL`.replaceAll('\n', '')

/** As a page of the given width breaks it. */
function wrap(text: string, width: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line.length + word.length >= width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}

const linesOf = (texts: string[]) => assembleText(texts.map((text) => plainLine(text)))

test.each([['one line', [RESUME]] as const, ['lines of a page', wrap(RESUME, 90)] as const])(
  '%s',
  (_, texts) => {
    const { lines, text } = linesOf([...texts])
    const provenance: Provenance = {}
    const data = untrack<ParsedData>(extractData(lines, [], { asOf: new Date('2026-01-01') }), provenance)
    expect(isRunningText(lines)).toBe(true)
    expect(data.personal).toMatchObject({
      full_name: 'Marla Quimby',
      email: 'marla@quimby.example',
      location: 'Springfield, IL',
      phone: '+12175550148',
    })
    expect(data.experience).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ title: 'Accounts Manager', start_date: '2012-03', current: true }),
        expect.objectContaining({ title: 'Junior Accountant', start_date: '2008', end_date: '2012' }),
      ]),
    )
    expect(data.education).toMatchObject([
      {
        degree: 'bachelor',
        degree_raw: 'Bachelor of Science in Business Administration',
        institution: 'Bradley University',
        graduation_year: 2008,
      },
    ])
    expect(data.skills.technical).toEqual(expect.arrayContaining(['SAP', 'Excel', 'QuickBooks', 'SQL']))
    const { span } = provenance['/education/0/institution'] ?? {}
    expect(text.slice(span?.start, span?.end).replace('\n', ' ')).toBe('Bradley University')
  },
)

test('lines that end where their meaning does are no running text', () => {
  const lines = [
    'Marla Quimby',
    'Accountant',
    'Experience',
    ...wrap(RESUME, 60),
    'Education',
    'Skills',
    'SAP',
  ]
  expect(isRunningText(linesOf(lines).lines)).toBe(false)
})
