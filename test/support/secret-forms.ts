/** A secret as it may lie about: itself, a long part of it, in hexadecimal digits, and in base64 wherever it begins there. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  const encoded = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    // Without the characters at either end that depend on what stands beside it.
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  })
  const urlSafe = encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  const escaped = JSON.stringify(JSON.stringify(secret)).slice(3, -3)
  return [...new Set([secret, secret.slice(3, -4), escaped, hex, hex.toUpperCase(), ...encoded, ...urlSafe])]
}
