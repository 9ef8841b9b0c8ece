import { escapeHtml } from '#src/lib/html.ts'
import type { ErrorCatalogue } from './service.schemas.ts'

/** The catalogue for people: the `type` of a problem document links to its code here. */
export function renderErrorPage({ data }: ErrorCatalogue): string {
  const rows = data.map(({ code, status, title }) => {
    const id = escapeHtml(code)
    return `<tr id="${id}"><td><a href="#${id}"><code>${id}</code></a></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Error codes</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .4rem .8rem; border-bottom: 1px solid #ddd }
tr:target { background: #fff3c4 }
</style>
</head>
<body>
<h1>Error codes</h1>
<p>Every error is an <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problem document; its <code>code</code> is stable.</p>
<table>
<thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`
}
