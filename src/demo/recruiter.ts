import { setTimeout as wait } from 'node:timers/promises'
import type { DemoFile, DemoJob } from './files.ts'

export interface Shortlisted {
  id: string
  candidate_id: string
  score: number
  components: { name: string; score: number; weight: number }[]
  candidate: { first_name: string | null; last_name: string | null; headline: string | null }
}

export interface Parse {
  id: string
  state: 'queued' | 'processing' | 'parsed' | 'needs_review' | 'failed'
  reason_codes: string[]
}

/** A recruiter's day over HTTP, and nothing but HTTP. */
export class Recruiter {
  readonly #origin: string
  #token = ''

  constructor(origin: string) {
    this.#origin = origin
  }

  async signUp(credentials: { email: string; password: string }, slug = 'northwind'): Promise<void> {
    const answer = await this.#call<{ access_token: string }>('POST', '/v1/signup', {
      tenant: { name: 'Northwind Talent', slug },
      user: { ...credentials, full_name: 'Robin Recruiter' },
    })
    this.#token = answer.access_token
  }

  async addWebhook(url: string): Promise<string> {
    const events = ['job.*', 'resume.*', 'candidate.created', 'application.created', 'match.scored']
    return (await this.#call<{ secret: string }>('POST', '/v1/webhook-endpoints', { url, events })).secret
  }

  async openJob({ job, skills }: DemoJob): Promise<{ id: string; title: string }> {
    const { id, title } = await this.#call<{ id: string; title: string }>('POST', '/v1/jobs', job)
    await this.#call('PUT', `/v1/jobs/${id}/skills`, skills)
    await this.#call('POST', `/v1/jobs/${id}/open`)
    return { id, title }
  }

  /** Sends a file with a key of its own, as a client does that may have to send it again. */
  async upload(file: Pick<DemoFile, 'filename' | 'contentType' | 'bytes'>, jobId: string): Promise<string> {
    const form = new FormData()
    form.set('job_id', jobId)
    form.set('file', new Blob([new Uint8Array(file.bytes)], { type: file.contentType }), file.filename)
    const headers = { 'idempotency-key': `demo-${jobId}-${file.filename}` }
    return (await this.#call<{ parse: Parse }>('POST', '/v1/resumes', form, headers)).parse.id
  }

  readParse = (id: string): Promise<Parse> => this.#call('GET', `/v1/resume-parses/${id}`)

  /** Asks again until `done` says so. @throws when that takes longer than `seconds` */
  async until<T>(ask: () => Promise<T>, done: (answer: T) => boolean, seconds: number): Promise<T> {
    const deadline = performance.now() + seconds * 1000
    for (;;) {
      const answer = await ask()
      if (done(answer)) return answer
      if (performance.now() > deadline)
        throw new Error(`this was not done after ${seconds} s: ${JSON.stringify(answer)}`)
      await wait(150)
    }
  }

  /** Scores every candidate for the job and waits for the end of it. */
  async rank(jobId: string): Promise<void> {
    const { operation } = await this.#call<{ operation: { id: string } }>(
      'POST',
      `/v1/jobs/${jobId}/matches/run`,
    )
    const read = () => this.#call<{ status: string }>('GET', `/v1/operations/${operation.id}`)
    const { status } = await this.until(read, (o) => o.status === 'succeeded' || o.status === 'failed', 60)
    if (status === 'failed') throw new Error('the candidates could not be scored')
  }

  async shortlist(jobId: string, limit: number): Promise<Shortlisted[]> {
    return (await this.#call<{ data: Shortlisted[] }>('GET', `/v1/jobs/${jobId}/matches?limit=${limit}`)).data
  }

  reasons = async (matchId: string): Promise<{ summary: string; reasons: string[] }> =>
    this.#call('GET', `/v1/matches/${matchId}/explanation`)

  async #call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const isForm = body instanceof FormData
    const response = await fetch(this.#origin + path, {
      method,
      headers: {
        ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`)
    return JSON.parse(text) as T
  }
}
