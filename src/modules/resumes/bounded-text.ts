/** One line of at most `max` characters; null where nothing is left. */
export const line = (text: string | null | undefined, max: number): string | null =>
  cut((text ?? '').replace(/[\p{Cc}\p{Cs}\s]+/gu, ' '), max)

/** As `line` for text of several lines. */
export const lines = (text: string | null | undefined, max: number): string | null =>
  cut((text ?? '').replace(/(?![\t\n\r])[\p{Cc}\p{Cs}]/gu, ' '), max)

const cut = (text: string, max: number): string | null =>
  Array.from(text.trim().slice(0, 2 * max))
    .slice(0, max)
    .join('')
    .trim() || null
