import {
  AlignmentType,
  BorderStyle,
  Document,
  type FileChild,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
} from 'docx'
import type { Experience, Person } from '../people/person.ts'
import { contactLine, degreeLine, headingsOf, languagesLine, period, years } from './wording.ts'
import { withFixedTimes } from './zip-times.ts'

export const renderParagraphsDocx = (person: Person): Promise<Buffer> =>
  pack([
    ...opening(person),
    heading(headingsOf(person).experience),
    ...person.experiences.flatMap((experience) => [
      datedLine(experience.title, period(experience, person.language)),
      ...workParagraphs(person, experience),
    ]),
    heading(headingsOf(person).education),
    ...person.education.flatMap((education) => [
      datedLine(degreeLine(education), years(education)),
      new Paragraph({ text: education.institution, spacing: { after: 80 } }),
    ]),
    heading(headingsOf(person).skills),
    new Paragraph(person.skills.join(', ')),
    ...closing(person),
  ])

export const renderTableDocx = (person: Person): Promise<Buffer> =>
  pack([
    ...opening(person),
    heading(headingsOf(person).experience),
    table(
      DATED_COLUMNS,
      person.experiences.map((experience) => [
        [new Paragraph(period(experience, person.language))],
        [boldLine(experience.title), ...workParagraphs(person, experience)],
      ]),
    ),
    heading(headingsOf(person).education),
    table(
      DATED_COLUMNS,
      person.education.map((education) => [
        [new Paragraph(years(education))],
        [boldLine(degreeLine(education)), new Paragraph(education.institution)],
      ]),
    ),
    heading(headingsOf(person).skills),
    table(
      SKILL_COLUMNS,
      inRowsOf(SKILL_COLUMNS.length, person.skills).map((row) => row.map((skill) => [new Paragraph(skill)])),
    ),
    ...closing(person),
  ])

// Widths and tab stops in twentieths of a point: the text area of an A4 page with 2 cm margins.
const TEXT_WIDTH = 9638
const MARGIN = 1134
const DATED_COLUMNS = [2400, TEXT_WIDTH - 2400]
const SKILL_COLUMNS = [3212, 3213, 3213]

const CREATED = '2025-01-15T09:00:00Z'

async function pack(children: FileChild[]): Promise<Buffer> {
  const document = new Document({
    styles: {
      default: {
        document: { run: { font: 'Calibri', size: 21 } },
        title: { run: { font: 'Calibri', size: 44, bold: true, color: '1F3864' } },
        heading1: {
          run: { font: 'Calibri', size: 26, bold: true, color: '1F3864' },
          paragraph: { spacing: { before: 240, after: 80 } },
        },
      },
    },
    sections: [
      {
        properties: {
          page: { margin: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN } },
        },
        children,
      },
    ],
  })
  const packed = await Packer.toBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties() },
  ])
  return withFixedTimes(packed)
}

/** The package's own core properties hold the time of the run. */
const coreProperties = (): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<cp:coreProperties',
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dcterms:created xsi:type="dcterms:W3CDTF">${CREATED}</dcterms:created>`,
    `<dcterms:modified xsi:type="dcterms:W3CDTF">${CREATED}</dcterms:modified>`,
    '</cp:coreProperties>',
  ].join('')

const opening = (person: Person): FileChild[] => [
  new Paragraph({ text: person.name, heading: HeadingLevel.TITLE }),
  new Paragraph({ children: [new TextRun({ text: person.headline, size: 26, color: '595959' })] }),
  new Paragraph({ text: contactLine(person, ' | '), spacing: { before: 80 } }),
  new Paragraph(person.links.join(' | ')),
  heading(headingsOf(person).summary),
  new Paragraph(person.summary),
]

function closing(person: Person): FileChild[] {
  const headings = headingsOf(person)
  const languages = [heading(headings.languages), new Paragraph(languagesLine(person))]
  if (person.certifications.length === 0) return languages
  return [...languages, heading(headings.certifications), ...bulletList(person.certifications)]
}

const heading = (text: string): Paragraph => new Paragraph({ text, heading: HeadingLevel.HEADING_1 })

function workParagraphs(person: Person, experience: Experience): Paragraph[] {
  const technologies = experience.technologies.join(', ')
  return [
    new Paragraph({
      children: [new TextRun({ text: `${experience.company}, ${experience.location}`, italics: true })],
    }),
    ...bulletList(experience.bullets),
    new Paragraph({
      text: technologies ? `${headingsOf(person).technologies}: ${technologies}` : '',
      spacing: { after: 120 },
    }),
  ]
}

const bulletList = (items: string[]): Paragraph[] =>
  items.map((text) => new Paragraph({ text, bullet: { level: 0 } }))

const boldLine = (text: string): Paragraph => new Paragraph({ children: [new TextRun({ text, bold: true })] })

const datedLine = (text: string, dates: string): Paragraph =>
  new Paragraph({
    keepNext: true,
    tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }],
    children: [new TextRun({ text, bold: true }), new TextRun({ text: `\t${dates}` })],
  })

function table(widths: number[], rows: Paragraph[][][]): Table {
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
  const borders = {
    top: none,
    bottom: none,
    left: none,
    right: none,
    insideHorizontal: none,
    insideVertical: none,
  }
  return new Table({
    alignment: AlignmentType.LEFT,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    borders,
    rows: rows.map(
      (cells) =>
        new TableRow({
          cantSplit: true,
          children: widths.map(
            (size, index) =>
              new TableCell({
                width: { size, type: WidthType.DXA },
                children: cells[index] ?? [new Paragraph('')],
              }),
          ),
        }),
    ),
  })
}

const inRowsOf = (count: number, items: string[]): string[][] =>
  Array.from({ length: Math.ceil(items.length / count) }, (_, row) =>
    items.slice(row * count, (row + 1) * count),
  )
