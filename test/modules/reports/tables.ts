import type { Client } from '#test/support/client.ts'

// The same numbers as in reports, computed from what the lists show.

interface Listed {
  id: string
  job_id: string
  candidate_id: string
  status: string
  stage: { type: string }
  source: string | null
  applied_at: string
  hired_at: string | null
}

interface Interval {
  job_id: string
  to_stage: { type: string }
  to_status: string
  entered_at: string
  left_at: string | null
}

/** Every row of a list. */
export async function rowsOf<Row>(client: Client, url: string): Promise<Row[]> {
  const rows: Row[] = []
  let cursor = ''
  do {
    const { status, body, text } = await client.get(
      `${url}${url.includes('?') ? '&' : '?'}limit=100${cursor}`,
    )
    if (status !== 200) throw new Error(text)
    rows.push(...body.data)
    cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : ''
  } while (cursor)
  return rows
}

const countBy = (keys: string[]) => {
  const counts: Record<string, number> = {}
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

export async function dashboardFromLists(client: Client, asOf: string) {
  const jobs = await rowsOf<{ status: string }>(client, '/v1/jobs')
  const applications = await rowsOf<Listed>(client, '/v1/applications')
  const active = applications.filter(({ status }) => status === 'active')
  const within = (days: number, time: string | null) =>
    time !== null && Date.parse(time) >= Date.parse(asOf) - days * 86_400_000
  const since = (days: number) => applications.filter(({ applied_at }) => within(days, applied_at)).length
  const none = (types: string[]) => Object.fromEntries(types.map((type) => [type, 0]))
  return {
    jobs: {
      ...none(['draft', 'pending_approval', 'open', 'paused', 'closed', 'cancelled']),
      ...countBy(jobs.map(({ status }) => status)),
    },
    candidates: {
      total: (await rowsOf(client, '/v1/candidates')).length,
      active: new Set(active.map(({ candidate_id }) => candidate_id)).size,
    },
    applications: {
      active: active.length,
      active_by_stage_type: {
        ...none(['applied', 'screening', 'assessment', 'interview', 'offer', 'hired']),
        ...countBy(active.map(({ stage }) => stage.type)),
      },
      new_last_7_days: since(7),
      new_last_30_days: since(30),
      hired_last_30_days: applications.filter(
        ({ status, hired_at }) => status === 'hired' && within(30, hired_at),
      ).length,
    },
    resumes: {
      needs_review: (await rowsOf(client, '/v1/resume-parses?filter[state]=needs_review')).length,
    },
    as_of: asOf,
  }
}

const median = (values: number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b)
  const half = (sorted.length - 1) / 2
  if (sorted.length === 0) return null
  return Math.round(((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2)
}

interface Range {
  jobId?: string | undefined
  from?: string
  to?: string
}

const TYPES = ['applied', 'screening', 'assessment', 'interview', 'offer', 'hired']

/** One for each application, job and stage type that it came into. */
async function staysFromLists(client: Client, { jobId, from = '', to = '9' }: Range) {
  const stays: { type: string; outcome: string; seconds: number | null }[] = []
  for (const application of await rowsOf<Listed>(client, '/v1/applications')) {
    const now = application.status === 'hired' ? 'hired' : application.stage.type
    const intervals = (
      await rowsOf<Interval>(client, `/v1/applications/${application.id}/stage-history`)
    ).filter(
      (one) =>
        ['active', 'hired'].includes(one.to_status) &&
        one.entered_at >= from &&
        one.entered_at < to &&
        (jobId === undefined || one.job_id === jobId),
    )
    const typeOf = (one: Interval) =>
      one.to_status === 'hired' ? 'hired' : one.left_at === null ? now : one.to_stage.type
    for (const [key, some] of Map.groupBy(intervals, (one) => `${one.job_id} ${typeOf(one)}`)) {
      const [job, type = ''] = key.split(' ')
      const outcome =
        job !== application.job_id ? 'transferred' : type !== now ? 'passed_on' : application.status
      const lasts = some.some(({ left_at }) => left_at === null)
      const seconds = some.map(
        ({ entered_at, left_at }) => Date.parse(left_at ?? '') - Date.parse(entered_at),
      )
      stays.push({
        type,
        outcome: outcome === 'hired' ? 'active' : outcome,
        seconds: lasts ? null : seconds.reduce((sum, one) => sum + one, 0) / 1000,
      })
    }
  }
  return stays
}

export async function funnelFromLists(client: Client, range: Range = {}) {
  const stays = await staysFromLists(client, range)
  return TYPES.flatMap((stage_type) => {
    const here = stays.filter(({ type }) => type === stage_type)
    if (here.length === 0) return []
    const became = (wanted: string) => here.filter(({ outcome }) => outcome === wanted).length
    return {
      stage_type,
      entered: here.length,
      active: became('active'),
      passed_on: became('passed_on'),
      rejected: became('rejected'),
      withdrawn: became('withdrawn'),
      transferred: became('transferred'),
      median_seconds: median(here.flatMap(({ seconds }) => seconds ?? [])),
    }
  })
}

export async function fillFromLists(client: Client) {
  const jobs = await rowsOf<{ id: string; opened_at: string | null }>(client, '/v1/jobs')
  const hired = await rowsOf<Listed>(client, '/v1/applications?filter[status]=hired')
  const hires = hired.map(({ job_id, hired_at, applied_at }) => {
    const opened = jobs.find(({ id }) => id === job_id)?.opened_at
    const [hire, apply] = [Date.parse(hired_at ?? ''), Date.parse(applied_at)]
    const open = opened ? Date.parse(opened) : Number.POSITIVE_INFINITY
    return { job_id, toHire: (hire - apply) / 1000, toFill: hire >= open ? [(hire - open) / 1000] : [] }
  })
  const summary = (some: typeof hires) => ({
    hires: some.length,
    median_to_fill_seconds: median(some.flatMap(({ toFill }) => toFill)),
    median_to_hire_seconds: median(some.map(({ toHire }) => toHire)),
  })
  const byJob = [...Map.groupBy(hires, ({ job_id }) => job_id)]
  const data = byJob.map(([job_id, some]) => ({ job_id, ...summary(some) }))
  return {
    ...summary(hires),
    data: data.sort((a, b) => b.hires - a.hires || (a.job_id < b.job_id ? -1 : 1)),
  }
}

export async function sourcesFromLists(client: Client) {
  const bySource = Map.groupBy(await rowsOf<Listed>(client, '/v1/applications'), ({ source }) => source)
  const rows = [...bySource].map(([source, some]) => ({
    source,
    applications: some.length,
    active: 0,
    hired: 0,
    rejected: 0,
    withdrawn: 0,
    ...countBy(some.map(({ status }) => status)),
  }))
  return rows.sort((a, b) => b.applications - a.applications || order(a.source, b.source))
}

/** Nothing stands last. */
const order = (a: string | null, b: string | null) => (a ?? '\u{10ffff}').localeCompare(b ?? '\u{10ffff}')
