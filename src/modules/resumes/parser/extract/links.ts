import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { Field, type Tracked } from '#src/modules/resumes/parser/text/field.ts'
import type { Link, LinkType } from '#src/modules/resumes/parser/types.ts'

const MAX_LINKS = 20
const MAX_LENGTH = 300

/** A person's page at each of these, by what follows the host: elsewhere at the same hosts stand articles and products. */
const PROFILES: ReadonlyArray<readonly [LinkType, RegExp]> = [
  ['linkedin', /^(?:[a-z]{2,3}\.)?linkedin\.com\/(?:in|pub)\/[^/\s]{1,100}/i],
  ['github', /^github\.com\/[\w-]{1,39}$/i],
  ['gitlab', /^gitlab\.com\/[\w.-]{1,60}$/i],
  ['stackoverflow', /^(?:[a-z]{2}\.)?stackoverflow\.com\/users\/\d{1,10}/i],
  ['twitter', /^(?:twitter|x)\.com\/\w{1,15}$/i],
  ['xing', /^xing\.com\/profile\/[^/\s]{1,100}/i],
  ['medium', /^(?:medium\.com\/@[\w.-]{1,60}$|[\w-]{1,60}\.medium\.com$)/i],
  ['behance', /^behance\.net\/[\w-]{1,60}$/i],
  ['dribbble', /^dribbble\.com\/[\w-]{1,60}$/i],
  ['kaggle', /^kaggle\.com\/[\w-]{1,60}$/i],
  ['orcid', /^orcid\.org\/\d{4}-\d{4}-\d{4}-\d{3}[\dX]/i],
  ['researchgate', /^researchgate\.net\/profile\/[^/\s]{1,100}/i],
  ['scholar', /^scholar\.google\.[a-z.]{2,6}\/citations\?/i],
  ['youtube', /^youtube\.com\/(?:@|c\/|channel\/|user\/)[\w-]{1,60}$/i],
  ['instagram', /^instagram\.com\/[\w.]{1,30}$/i],
  ['facebook', /^(?:facebook|fb)\.com\/[\w.]{1,60}$/i],
  ['telegram', /^(?:t\.me|telegram\.me)\/\w{3,40}$/i],
]

const ADDRESS =
  /(?<![\p{L}\p{N}@._/-])(?:https?:\/\/)?(?:www\.)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,3}\/[^\s<>"'()|,;]{1,200}/giu

type Known = Record<'linkedin' | 'github' | 'website', Field<string> | null>

/** The pages that were found for the person, then the others at known places, in the text and behind it. */
export function findLinks(
  known: Known,
  lines: readonly Line[],
  targets: readonly string[],
): Array<Tracked<Link>> {
  const found = new Map<string, Tracked<Link>>()
  const add = (type: LinkType | undefined, url: Field<string>) => {
    const key = url.value.toLowerCase()
    if (type && !found.has(key) && found.size < MAX_LINKS) found.set(key, { type, url })
  }
  for (const type of ['linkedin', 'github', 'website'] as const) if (known[type]) add(type, known[type])
  for (const url of addressesIn(lines)) add(profileType(url.value), url)
  for (const target of targets) add(profileType(bare(target)), new Field(bare(target), 0.9, null))
  return [...found.values()]
}

/** Which known place an address without its protocol is a person's page at. */
export const profileType = (url: string): LinkType | undefined =>
  PROFILES.find(([, pattern]) => pattern.test(url))?.[0]

const addressesIn = (lines: readonly Line[]): Field<string>[] =>
  lines
    .filter(({ text }) => text.length <= MAX_LENGTH && text.includes('/'))
    .flatMap(({ text, start, page }) =>
      [...text.matchAll(ADDRESS)].map(
        ({ 0: address, index }) =>
          new Field(bare(address), 0.98, { page, start: start + index, end: start + index + address.length }),
      ),
    )

const bare = (url: string) =>
  url
    .replace(/^https?:\/\//i, '')
    .replace(/^www\./i, '')
    .replace(/[./?#]+$/, '')
