import listed from 'big-list-of-naughty-strings' with { type: 'json' }

/** What the public list lacks: bytes that databases, JSON and JavaScript stumble over. */
const OWN = [
  '\0',
  'before\0after',
  '\ud800',
  'lone \udfff half',
  '\ufeff',
  '\uffff',
  'a'.repeat(10_000),
  'é'.repeat(40_000),
  '👩‍👩‍👧‍👦'.repeat(100),
  'a\u0301'.repeat(500),
  ' \t\r\n ',
  '__proto__',
  'constructor',
  'toString',
  '%00',
  '%ff%fe',
  '\\u0000',
  '..%2f..%2fetc%2fpasswd',
  "'; drop table candidates; --",
  '%_%',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '0190a000-0000-7000-8000-00000000000g',
  '9007199254740993',
  '-0',
  '1e400',
  '275760-09-13T00:00:00.001Z',
  '-271821-04-19T23:59:59Z',
  '0000-00-00',
  '2026-02-30',
  '2026-11-21T25:61:61Z',
  'http://[::1]:99999/',
  'http://user:secret@127.0.0.1:0/',
  'javascript:alert(1)',
  'a@b',
  `${'a'.repeat(300)}@example.com`,
  '+1 (415) 555-2671 ext. 99999999999999999999',
  '{"a":1}',
  '{{constructor.constructor("return 1")()}}',
  '(&(|a', // half a search query
  '"unclosed',
  'a & | ! <-> b:*',
]

export const NAUGHTY: readonly string[] = [...new Set([...listed.map(String), ...OWN])]

/** A generator of numbers in [0, 1) that a seed repeats (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** So many of the strings, or all of them. */
export function sampleOf(count: number, random: () => number): readonly string[] {
  if (count >= NAUGHTY.length) return NAUGHTY
  return Array.from({ length: count }, () => NAUGHTY[Math.floor(random() * NAUGHTY.length)] ?? '')
}
