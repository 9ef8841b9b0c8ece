/** A request as documents write it, and what its answer has to say. */
export interface HttpExample {
  method: string
  url: string
  headers: Record<string, string>
  body: string | undefined
  status: number
  expected: unknown
}

const BLOCKS = /```http\n([\s\S]*?)```\s*```json\n(\d{3})\n([\s\S]*?)```/g

/** Every pair of an `http` block and the `json` block after it, whose first line is a status. */
export function httpExamples(markdown: string): HttpExample[] {
  return [...markdown.matchAll(BLOCKS)].map(([, request = '', status, expected = '']) => {
    const [head = '', ...body] = request.split('\n\n')
    const [line = '', ...fields] = head.trim().split('\n')
    const [method = '', url = ''] = line.split(' ')
    const headers = fields.map((field) => {
      const [name = '', ...value] = field.split(': ')
      return [name.toLowerCase(), value.join(': ')]
    })
    const text = body.join('\n\n').trim()
    return {
      method,
      url,
      headers: Object.fromEntries(headers),
      body: text === '' ? undefined : text,
      status: Number(status),
      expected: JSON.parse(expected),
    }
  })
}

export type Names = Map<string, unknown>

const NAME = /\{\{(\w+)\}\}/g

/** Puts known values where their names stand. @throws Error for one that no answer gave yet */
export const filled = (text: string, names: Names): string =>
  text.replace(NAME, (_, name: string) => {
    if (!names.has(name)) throw new Error(`nothing has said yet what ${name} is`)
    return String(names.get(name))
  })

/** Where an answer says something else; a name that is new takes its value, and `…` is anything. */
export function differences(expected: unknown, actual: unknown, names: Names, at = ''): string[] {
  if (expected === '…') return []
  const [, name] = (typeof expected === 'string' && /^\{\{(\w+)\}\}$/.exec(expected)) || []
  if (name !== undefined) {
    if (!names.has(name)) names.set(name, actual)
    return names.get(name) === actual ? [] : [`${at} is ${actual} and ${name} was ${names.get(name)}`]
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${at} is no list`]
    return expected.flatMap((item, i) => differences(item, actual[i], names, `${at}/${i}`))
  }
  if (expected !== null && typeof expected === 'object') {
    const members = (actual ?? {}) as Record<string, unknown>
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, members[key], names, `${at}/${key}`),
    )
  }
  return expected === actual ? [] : [`${at} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`]
}
