const MAX_FILENAME = 150

/**
 * The header that makes a browser save a file and never show it (RFC 6266), with a plain name for old clients beside
 * the UTF-8 one. File names come from strangers: control characters, quotes and separators do not survive.
 */
export function attachmentDisposition(filename: string): string {
  const name = safeFilename(filename)
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_')
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeRfc8187(name)}`
}

export function safeFilename(filename: string): string {
  const name = filename
    .toWellFormed()
    // Controls, and format characters such as the right-to-left override that hides a file's real extension.
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/[/\\]/g, '_')
    .trim()
  return Array.from(name).slice(0, MAX_FILENAME).join('') || 'file'
}

const encodeRfc8187 = (text: string): string =>
  encodeURIComponent(text).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
