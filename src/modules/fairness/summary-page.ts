import { escapeHtml } from '#src/lib/html.ts'
import { labelOf, type Summary, summaryPicture, TABLES } from './summary-picture.ts'

/** The summary for people, as 6 RCNY 5-303 asks for it. */
export function summaryPage(summary: Summary): string {
  const rate = summary.metric === 'selection' ? 'Selection rate' : 'Scoring rate'
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bias audit of ${escapeHtml(summary.employer)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem }
th, td { text-align: left; padding: .3rem .8rem; border-bottom: 1px solid #ddd }
td + td, th + th { text-align: right }
svg { max-width: 100%; height: auto }
</style>
</head>
<body>
<h1>Results of the bias audit of ${escapeHtml(summary.employer)}</h1>
<dl>
${factsOf(summary)
  .map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`)
  .join('\n')}
</dl>
${summaryPicture(summary)}
${TABLES.map(({ name, title }) => tableOf(title, rate, summary[name])).join('\n')}
</body>
</html>
`
}

function factsOf(summary: Summary): Array<[name: string, value: string]> {
  const { audited_at, distribution_date, source, from, to, assessed, unknown, scoring_version } = summary
  const facts: Array<[string, string | null]> = [
    ['Date of the audit', audited_at.slice(0, 10)],
    ['In use since', distribution_date],
    ['Data', source ?? `Applications from ${from.slice(0, 10)} to before ${to.slice(0, 10)}`],
    ['Version of the scoring', scoring_version],
    ['Applicants assessed', String(assessed)],
    ['Of unknown sex or race, not in the table by both', String(unknown)],
    ['Why groups are excluded', summary.exclusion_justification],
    ['Signed content, SHA-256', summary.signature?.content_sha256 ?? null],
  ]
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
}

function tableOf(title: string, rate: string, rows: Summary['sex']): string {
  const lines = rows.map((row) => {
    const ratio = row.excluded ? 'excluded' : (row.impact_ratio ?? '–')
    return `<tr><td>${escapeHtml(labelOf(row))}</td><td>${row.applicants}</td><td>${percent(row.rate)}</td><td>${ratio}</td></tr>`
  })
  return `<h2>${title}</h2>
<table>
<thead><tr><th>Group</th><th>Applicants</th><th>${rate}</th><th>Impact ratio</th></tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table>`
}

const percent = (rate: number | null) => (rate === null ? '–' : `${(rate * 100).toFixed(1)} %`)
