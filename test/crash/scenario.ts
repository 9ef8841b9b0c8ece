import type { StubbornClient } from '#test/main-job/stubborn-client.ts'

/** Signs a tenant up, gives the client a key of it, and opens a job. */
export async function openAccount(client: StubbornClient): Promise<{ jobId: string }> {
  const slug = `crash-${Date.now().toString(36)}`
  const user = { email: `${slug}@test.example`, password: 'correct horse battery', full_name: 'Casey Crash' }
  const signup = { tenant: { name: 'Crash', slug }, user }
  client.token = (
    await client.post<{ access_token: string }>('/v1/signup', signup, 'signup')
  ).body.access_token
  // A key of the API outlives any number of restarts, an access token only ten minutes.
  client.token = (
    await client.post<{ key: string }>('/v1/api-keys', { name: 'crash', scopes: ['*'] }, 'key')
  ).body.key
  const job = await client.post<{ id: string }>(
    '/v1/jobs',
    { title: 'Engineer', description: 'Builds with TypeScript' },
    'job',
  )
  await client.post(`/v1/jobs/${job.body.id}/open`, {}, 'open')
  return { jobId: job.body.id }
}

/** A name has no digits. */
export const lettersOf = (n: number): string =>
  [...String(n)].map((digit) => 'aeioulmnrs'[Number(digit)]).join('')

export const resumeText = (name: string, email: string) => `${name}
${email}
+1 202 555 0143

Summary
Backend engineer.

Experience
Software Engineer, Northwind Labs
Mar 2019 - Present
- Builds services with TypeScript and PostgreSQL

Education
BSc Computer Science, Lakeside University, 2018

Skills
TypeScript, PostgreSQL, Docker
`

export async function readAll<T>(client: StubbornClient, path: string): Promise<T[]> {
  const rows: T[] = []
  let cursor: string | null = null
  do {
    const query: string = `limit=100${cursor ? `&cursor=${cursor}` : ''}`
    const { status, body } = await client.get<{ data: T[]; next_cursor: string | null }>(`${path}?${query}`)
    if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`)
    rows.push(...body.data)
    cursor = body.next_cursor
  } while (cursor)
  return rows
}
