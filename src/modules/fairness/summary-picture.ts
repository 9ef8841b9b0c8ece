import type { z } from 'zod'
import { escapeHtml } from '#src/lib/html.ts'
import type { publicSummarySchema } from './bias-audits.schemas.ts'

export type Summary = z.output<typeof publicSummarySchema>
type Row = Summary['sex'][number]

const LABELS = 330
const BAR = 420
const WIDTH = LABELS + BAR + 70
const LINE = 22
const TOP = 64
const FOUR_FIFTHS = LABELS + BAR * 0.8

/** The impact ratios as bars, with a line at four-fifths. Shapes and text only: no script, no style, nothing fetched. */
export function summaryPicture(summary: Summary): string {
  const bars = TABLES.flatMap(({ name, title }) => [title, ...summary[name]])
  const height = TOP + bars.length * LINE + 24
  const drawn = bars.map((bar, i) => {
    const y = TOP + i * LINE
    return typeof bar === 'string' ? heading(bar, y) : row(bar, y)
  })
  const title = `Impact ratios of ${summary.employer}, audited ${summary.audited_at.slice(0, 10)}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="sans-serif" font-size="13">
<title>${escapeHtml(title)}</title>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="12" y="26" font-size="16" font-weight="bold">${escapeHtml(title)}</text>
<line x1="${FOUR_FIFTHS}" y1="40" x2="${FOUR_FIFTHS}" y2="${height - 12}" stroke="#b00020" stroke-dasharray="4 3"/>
<text x="${FOUR_FIFTHS}" y="38" text-anchor="middle" font-size="11" fill="#b00020">four-fifths</text>
${drawn.join('\n')}
</svg>
`
}

export const TABLES = [
  { name: 'sex', title: 'Sex' },
  { name: 'race_ethnicity', title: 'Race and ethnicity' },
  { name: 'intersectional', title: 'Both' },
] as const

/** `black_or_african_american, female` as people write it. */
export const labelOf = ({ category }: Pick<Row, 'category'>): string =>
  category.map((word) => word.charAt(0).toUpperCase() + word.slice(1).replaceAll('_', ' ')).join(', ')

const heading = (text: string, y: number) =>
  `<text x="12" y="${y + 15}" font-weight="bold">${escapeHtml(text)}</text>`

function row(one: Row, y: number): string {
  const ratio = one.impact_ratio
  const label = `<text x="24" y="${y + 15}">${escapeHtml(labelOf(one))}</text>`
  if (ratio === null) return `${label}<text x="${LABELS}" y="${y + 15}" fill="#666666">no ratio</text>`
  const width = Math.round(BAR * ratio)
  const colour = one.below_four_fifths ? '#c25450' : '#3f7cac'
  return `${label}<rect x="${LABELS}" y="${y + 3}" width="${width}" height="15" fill="${colour}"/><text x="${LABELS + width + 6}" y="${y + 15}">${ratio}</text>`
}
