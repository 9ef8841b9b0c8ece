const NOT_ASCII = /[^\0-\x7f]/

/** Lower case without diacritics, for look-ups in word lists. */
export const fold = (text: string): string =>
  NOT_ASCII.test(text) ? foldLetters(text) : text.toLowerCase().replaceAll('`', "'")

const foldLetters = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/ß/g, 'ss').replace(/[’‘`]/g, "'")

/** Folded words of letters, digits and `+#&`, joined by single spaces. */
export const foldWords = (text: string): string =>
  fold(text)
    .replace(/[^\p{L}\p{N}+#&]+/gu, ' ')
    .trim()
