/** Whether `Accept` names HTML and likes it better than JSON, as browsers do and API clients do not. */
export function prefersHtml(accept: string | undefined): boolean {
  if (!accept) return false
  const wanted = new Map(accept.split(',').map(readRange))
  const html = wanted.get('text/html') ?? 0
  const json = wanted.get('application/json') ?? wanted.get('application/*') ?? wanted.get('*/*') ?? 0
  return html > json
}

/** One media range and its weight, `text/html;q=0.9`. */
function readRange(range: string): [type: string, weight: number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  return [type, weight ? Number(weight.slice(2)) || 0 : 1]
}
