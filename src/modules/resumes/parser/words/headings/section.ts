export type Section =
  | 'contact'
  | 'summary'
  | 'experience'
  | 'education'
  | 'skills'
  | 'languages'
  | 'certifications'
  | 'publications'
  /** A section the product does not read; it ends the one before. */
  | 'other'

/** How one language heads its sections: folded words, one heading between commas. */
export type HeadingWords = Record<Section, string> & {
  /** Single words that name a section also in company: 'professional experience', 'skills and tools'. */
  nouns: Record<Section, string>
  /** Words that only accompany them. */
  adjectives: string
}
