import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { resumeOf } from './applicant.ts'
import { isSubscribed, type Outcome } from './outcome.ts'
import type { Receiver } from './receiver.ts'
import type { StubbornClient } from './stubborn-client.ts'

/** One tenant of the main job: a recruiter who uploads resumes for one job, and whose webhooks tell of what became of them. */
export class TenantAtWork {
  readonly sent: Outcome['sent'] = []
  readonly #client: StubbornClient
  readonly #receiver: Receiver
  readonly #path: string
  #jobId = ''

  constructor(client: StubbornClient, receiver: Receiver, path: string) {
    this.#client = client
    this.#receiver = receiver
    this.#path = path
  }

  async begin(): Promise<void> {
    const name = `t${Date.now().toString(36)}${this.#path.slice(1)}`
    const user = {
      email: `${name}@test.example`,
      password: 'correct horse battery',
      full_name: 'Casey Crash',
    }
    const signup = { tenant: { name, slug: name }, user }
    this.#client.token = (await this.#made<{ access_token: string }>('/v1/signup', signup)).access_token
    // A key of the API outlives any number of restarts, an access token only ten minutes.
    const key = { name: 'main job', scopes: ['*'] }
    this.#client.token = (await this.#made<{ key: string }>('/v1/api-keys', key)).key
    const hook = { url: this.#receiver.url(this.#path), events: ['*'] }
    const { secret } = await this.#made<{ secret: string }>('/v1/webhook-endpoints', hook)
    this.#receiver.expect(this.#path, secret)
    const job = { title: 'Engineer', description: 'Builds with TypeScript' }
    this.#jobId = (await this.#made<{ id: string }>('/v1/jobs', job)).id
    await this.#made(`/v1/jobs/${this.#jobId}/open`, {})
  }

  async #made<T>(path: string, body: object): Promise<T> {
    const answer = await this.#client.post<T>(path, body, `${this.#path}${path}${Date.now()}`)
    if (answer.status < 300) return answer.body
    throw new Error(`POST ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  }

  /** Uploads one resume after the other. */
  async upload(lane: number, thoughtMs: number, goesOn: () => boolean): Promise<void> {
    for (let i = 0; goesOn(); i++) {
      const email = `person-${lane}-${i}@people.example`
      const file = await resumeOf(email, lane, i)
      const { status, body } = await this.#client.upload<{ resume: { id: string }; parse: { id: string } }>(
        '/v1/resumes',
        { job_id: this.#jobId },
        file,
        `upload-${lane}-${i}`,
      )
      if (status !== 202) throw new Error(`an upload was answered ${status}: ${JSON.stringify(body)}`)
      this.sent.push({ email, resumeId: body.resume.id, parseId: body.parse.id })
      // A person has a thought between two files; without it the set grows beyond what can be parsed meanwhile.
      await wait(thoughtMs)
    }
  }

  /** Waits until every parse is final and every delivery arrived, then takes stock. */
  async settle(withinMs: number): Promise<Outcome> {
    const deadline = performance.now() + withinMs
    for (;;) {
      const outcome = await this.#takeStock()
      const { events, parses, received } = outcome
      const pending = parses.filter((parse) => ['queued', 'processing'].includes(parse.state)).length
      const missing = events.filter((event) => isSubscribed(event) && !received.has(event.id)).length
      // Each parsed resume has its event; without it the relay has not caught up.
      const told = events.filter((event) => /^resume\.pars/.test(event.type)).length
      if (pending === 0 && missing === 0 && told >= this.sent.length) return outcome
      if (performance.now() > deadline) {
        throw new Error(
          `not settled: ${pending} parses pending, ${missing} events not delivered, ${told} of ${this.sent.length} told`,
        )
      }
      await wait(250)
    }
  }

  /** Scores everyone for the job: the list is whole and in order. */
  async rank(candidates: number): Promise<void> {
    const run = `/v1/jobs/${this.#jobId}/matches/run`
    const { operation } = await this.#made<{ operation: { id: string } }>(run, {})
    for (;;) {
      const { body } = await this.#client.get<{ status: string }>(`/v1/operations/${operation.id}`)
      assert.notEqual(body.status, 'failed', 'the run that scores everyone')
      if (body.status === 'succeeded') break
      await wait(100)
    }
    const matches = await this.#readAll<{ score: number }>(`/v1/jobs/${this.#jobId}/matches`)
    const scores = matches.map(({ score }) => score)
    assert.equal(scores.length, candidates, 'matches')
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => b - a),
      'the order of the ranked list',
    )
  }

  async #takeStock(): Promise<Outcome> {
    const [events, parses, candidates, applications] = await Promise.all([
      this.#readAll<Outcome['events'][number]>('/v1/events'),
      this.#readAll<Outcome['parses'][number]>('/v1/resume-parses'),
      this.#readAll<Outcome['candidates'][number]>('/v1/candidates'),
      this.#readAll<Outcome['applications'][number]>('/v1/applications'),
    ])
    const received = this.#receiver.received(this.#path)
    return { sent: this.sent, events, parses, candidates, applications, received }
  }

  async #readAll<T>(path: string): Promise<T[]> {
    const rows: T[] = []
    let cursor: string | null = null
    do {
      const query: string = `limit=100${cursor ? `&cursor=${cursor}` : ''}`
      const { status, body } = await this.#client.get<{ data: T[]; next_cursor: string | null }>(
        `${path}?${query}`,
      )
      if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`)
      rows.push(...body.data)
      cursor = body.next_cursor
    } while (cursor)
    return rows
  }
}
