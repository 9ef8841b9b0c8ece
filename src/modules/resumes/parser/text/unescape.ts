const ESCAPES = /(?:\\x[0-9a-f]{2})+/gi

/** `\xe2\x80\xa2` is a bullet that some program printed as the bytes of its UTF-8. */
export function unescapeBytes(text: string): string {
  if (!text.includes('\\x')) return text
  return text.replace(ESCAPES, (escapes) => {
    const bytes = Buffer.from(escapes.replaceAll('\\x', ''), 'hex')
    return bytes.toString('utf8')
  })
}
