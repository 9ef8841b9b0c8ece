/** A name as names are compared: neither case nor width nor the amount of white space tells two apart. */
export const foldName = (name: string): string =>
  // Up first: some letters have two lower cases, or an upper case of two letters.
  name.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/g, ' ').trim()
