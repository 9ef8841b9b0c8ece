/** A request whose body no schema expects, as it goes over the wire. */
export interface RawBody {
  name: string
  payload: string | Buffer
  headers?: Record<string, string>
}

const json = { 'content-type': 'application/json' }

/** Values of every wrong kind. */
export const WRONG_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  [],
  {},
  [[[]]],
  ['x', 1, null],
  { $ne: null },
  { toString: 'x', valueOf: 1 },
]

/** Bodies that are broken as such, made from one that is taken. */
export function rawBodies(valid: unknown): RawBody[] {
  const text = JSON.stringify(valid ?? {})
  const members = text.slice(1, -1)
  const add = (more: string) => `{${members}${members ? ',' : ''}${more}}`
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  const bodies: [string, string | Buffer, Record<string, string>?][] = [
    ['nothing', '', json],
    ['half of it', text.slice(0, Math.ceil(text.length / 2)), json],
    ['a number', '1', json],
    ['null', 'null', json],
    ['a list', '[]', json],
    ['no JSON', 'name=x&y=z', json],
    ['an unknown member', add('"unheard_of":1'), json],
    ['a member twice', add('"a":1,"a":2'), json],
    ['__proto__', add('"__proto__":{"isAdmin":true}'), json],
    ['constructor', add('"constructor":{"prototype":{"isAdmin":true}}'), json],
    ['a nested __proto__', add('"x":{"__proto__":{"y":1}}'), json],
    ['deep', add(`"x":${nested(100_000)}`), json],
    ['not so deep', add(`"x":${nested(60)}`), json],
    ['huge', add(`"x":"${'y'.repeat(2_000_000)}"`), json],
    ['many members', add(Array.from({ length: 20_000 }, (_, i) => `"m${i}":${i}`).join()), json],
    ['a huge number', add(`"x":${'9'.repeat(100_000)}`), json],
    ['NUL bytes', Buffer.concat([Buffer.from(text), Buffer.alloc(10)]), json],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), json],
    ['a byte order mark', `\ufeff${text}`, json],
    ['UTF-16', Buffer.from(text, 'utf16le'), { 'content-type': 'application/json; charset=utf-16le' }],
    ['an odd charset', text, { 'content-type': 'application/json; charset=x-nothing' }],
    ['no type', text, {}],
    ['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text', text, { 'content-type': 'text/plain' }],
    ['XML', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', { 'content-type': 'application/xml' }],
    ['a type of nonsense', text, { 'content-type': ';;;=/' }],
    ['a multipart body without a boundary', text, { 'content-type': 'multipart/form-data' }],
    ['a multipart body of nonsense', text, { 'content-type': 'multipart/form-data; boundary=x' }],
    ['compressed', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), { ...json, 'content-encoding': 'gzip' }],
  ]
  return bodies.map(([name, payload, headers = {}]) => ({ name, payload, headers }))
}

/** Query strings that no route expects. */
export const QUERIES: readonly string[] = [
  'unheard_of=1',
  'limit=0',
  'limit=101',
  'limit=1&limit=2',
  'limit=1e1',
  'limit=%00',
  'cursor=x',
  'cursor=eyJhIjoxfQ',
  `cursor=${'a'.repeat(5000)}`,
  'sort=__proto__',
  'sort=-',
  'fields=constructor',
  'expand=__proto__',
  'filter[x]=1',
  'filter[__proto__][polluted]=1',
  'filter[created_at][gte]=yesterday',
  'filter[created_at][gte]=275760-09-13T00:00:00.001Z',
  'filter=1',
  'filter[]=1',
  'filter[a][b][c][d]=1',
  'updated_since=now',
  'q=%00',
  `q=${'a'.repeat(300)}`,
  'q=%22unclosed%20%26%20|%20!%20%3C-%3E',
  '%ff%fe=1',
  '&&&===',
  '__proto__[x]=1',
  'constructor[prototype][x]=1',
]

/** Headers that the kernel reads, with what it does not expect. */
export const HEADERS: readonly Record<string, string>[] = [
  { authorization: 'Bearer' },
  { authorization: 'Bearer a.b.c' },
  { authorization: 'Basic YTpi' },
  { authorization: `Bearer ${'x'.repeat(8000)}` },
  { authorization: 'Bearer ats_live_' },
  { authorization: 'Bearer ats_live_aaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' },
  { 'idempotency-key': '' },
  { 'idempotency-key': 'x'.repeat(256) },
  { 'idempotency-key': 'ü' },
  { 'if-match': '*' },
  { 'if-match': '"x"' },
  { 'if-match': '"99999999999999999999"' },
  { 'if-match': 'W/"1"' },
  { prefer: 'dry-run; dry-run' },
  { prefer: ',;=' },
  { 'ats-version': '2026-99-99' },
  { 'ats-version': 'latest' },
  { accept: 'text/html;q=9' },
  { 'x-request-id': "'; drop table x" },
  { 'x-forwarded-for': 'not an address' },
  { 'x-tenant-id': '00000000-0000-0000-0000-000000000000' },
  { range: 'bytes=0-0,1-1' },
  { 'last-event-id': 'x' },
]
