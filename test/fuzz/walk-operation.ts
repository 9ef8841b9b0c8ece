import type { Route } from '#src/http/route.ts'
import type { Answer, Client } from '#test/support/client.ts'
import { bodyOf, parametersOf, pathOf } from '#test/tenancy/calls.ts'
import { inputSchemaOf } from '#test/tenancy/examples.ts'
import type { World } from '#test/tenancy/world.ts'
import { fieldsOf, withValue } from './fields.ts'
import { HEADERS, QUERIES, rawBodies, WRONG_VALUES } from './hostile.ts'
import { sampleOf } from './naughty.ts'

export interface Walk {
  route: Route
  client: Client
  world: World
  random: () => number
  /** Naughty strings a text field. */
  strings: number
}

/** A request is given up on after so long: it hangs. */
const PATIENCE_MS = 20_000

/** Sends every hostile form of one operation. Resolves to how many requests that were. @throws at the first bad answer */
export async function walkOperation(walk: Walk): Promise<number> {
  const { route } = walk
  const base = route.files ? undefined : bodyOf(route, walk.world)
  const call = caller(walk, base)
  const first = await call('as it should be', {})
  if (route.access !== 'public' && [401, 403, 404].includes(first.status))
    throw new Error(`${route.operationId} is not reached by the walk: ${first.text}`)
  await walkPath(walk, call)
  await walkQuery(walk, call)
  for (const headers of HEADERS) await call(`headers ${JSON.stringify(headers).slice(0, 80)}`, { headers })
  if (route.files) await walkUpload(walk, call)
  else if (route.body) await walkBody(walk, base, call)
  else await call('a body where none is expected', json({ unheard_of: 1 }))
  return call.count()
}

/** What the parameters of the path name; those of routes for nobody in particular name nothing. */
const idsOf = (route: Route, world: World): string[] =>
  route.access === 'public'
    ? Array.from(route.url.matchAll(/:\w+/g), () => 'x')
    : parametersOf(route).map((noun) => world[noun])

interface Sent {
  url?: string
  payload?: string | Buffer
  headers?: Record<string, string>
}

type Call = ((what: string, sent: Sent) => Promise<Answer>) & { count(): number }

function caller({ route, client, world }: Walk, base: unknown): Call {
  const own = pathOf(route, idsOf(route, world))
  const valid = base === undefined ? {} : json(base)
  let count = 0
  const call = async (what: string, { url = own, payload, headers = {} }: Sent): Promise<Answer> => {
    count += 1
    const body = payload === undefined ? valid : { payload }
    const sent = { ...body, headers: { ...(payload === undefined && json({}).headers), ...headers } }
    if (base === undefined && payload === undefined) sent.headers = headers
    const answer = await inTime(
      client.send({ method: route.method, url, ...sent }),
      `${route.operationId}, ${what}`,
    )
    assertDecent(answer, `${route.operationId}, ${what}`)
    return answer
  }
  return Object.assign(call, { count: () => count })
}

const json = (body: unknown) => ({
  payload: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
})

async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no answer`)), PATIENCE_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** The test client has held it against the contract already. */
function assertDecent({ status, headers, body, text }: Answer, what: string): void {
  const problem = (why: string) => new Error(`${what}: ${why}\n${status} ${text.slice(0, 500)}`)
  if (status >= 500) throw problem('a fault of the server')
  if (status < 400) return
  if (!headers['content-type']?.startsWith('application/problem+json'))
    throw problem('not a problem document')
  if (!/^[a-z_]+\.[a-z_]+$/.test(body.code)) throw problem('no stable code')
  if (/\bat .+:\d+:\d+|node_modules|postgres|pg_|sql/i.test(text)) throw problem('tells of the inside')
}

async function walkPath({ route, world, random, strings }: Walk, call: Call): Promise<void> {
  const own = idsOf(route, world)
  for (const [i] of own.entries()) {
    for (const text of sampleOf(strings, random)) {
      const ids = own.with(i, encodeURIComponent(text.toWellFormed()))
      await call(`the path with ${JSON.stringify(text).slice(0, 80)}`, { url: pathOf(route, ids) })
    }
  }
}

async function walkQuery({ route, world, random, strings }: Walk, call: Call): Promise<void> {
  const path = pathOf(route, idsOf(route, world))
  for (const query of QUERIES) await call(`?${query.slice(0, 80)}`, { url: `${path}?${query}` })
  const names = route.query ? Object.keys(inputSchemaOf(route.query).properties ?? {}) : []
  for (const name of names) {
    for (const text of sampleOf(strings, random)) {
      const query = `${encodeURIComponent(name)}=${encodeURIComponent(text.toWellFormed())}`
      await call(`?${query.slice(0, 120)}`, { url: `${path}?${query}` })
    }
  }
}

async function walkBody({ route, random, strings }: Walk, base: unknown, call: Call): Promise<void> {
  if (!route.body) return
  for (const { name, payload, headers = {} } of rawBodies(base)) await call(name, { payload, headers })
  for (const { path, takesText } of fieldsOf(route.body)) {
    const at = path.join('/')
    for (const value of WRONG_VALUES)
      await call(`${at} is ${JSON.stringify(value)}`, json(withValue(base, path, value)))
    for (const text of takesText ? sampleOf(strings, random) : [])
      await call(`${at} is ${JSON.stringify(text).slice(0, 80)}`, json(withValue(base, path, text)))
  }
}

async function walkUpload({ route, random, strings }: Walk, call: Call): Promise<void> {
  const boundary = 'a-part'
  const type = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  const part = (disposition: string, content: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`
  const send = (what: string, ...parts: string[]) =>
    call(what, { payload: `${parts.join('')}--${boundary}--\r\n`, headers: type })
  const file = part('name="file"; filename="cv.txt"', 'Ann Example')
  await send('no parts')
  await send('the file twice', file, file)
  await send('another file', file, part('name="other"; filename="x"', 'x'))
  await send('a field called like the file', part('name="file"', 'text'))
  await send('an unknown field', part('name="__proto__"', 'x'), file)
  await send('many fields', ...Array.from({ length: 50 }, (_, i) => part(`name="f${i}"`, 'x')), file)
  await call('a body that breaks off', { payload: file, headers: type })
  await call('another boundary', {
    payload: file,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  })
  const fields = route.body ? fieldsOf(route.body).map(({ path }) => String(path[0])) : []
  for (const name of fields)
    for (const text of sampleOf(strings, random))
      await send(`${name} is ${text.slice(0, 80)}`, part(`name="${name}"`, text), file)
  for (const text of sampleOf(strings, random))
    await send(
      `a file called ${text.slice(0, 80)}`,
      part(`name="file"; filename="${text.replaceAll('"', '')}"`, 'x'),
    )
}
