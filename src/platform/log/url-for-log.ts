/** The URL with the names of its query and without their values: they hold e-mail addresses, tokens and names. */
export function urlForLog(url: unknown): string {
  const [path = '', query] = String(url).slice(0, MAX_LENGTH).split('?', 2)
  if (query === undefined) return path
  const names = query.split('&').map((part) => part.split('=', 1)[0])
  return `${path}?${names.map((name) => `${name}=…`).join('&')}`
}

const MAX_LENGTH = 2_000
