import assert from 'node:assert/strict'

/** All that is left after the kills, as the API shows it. */
export interface Outcome {
  sent: { email: string; resumeId: string; parseId: string }[]
  parses: {
    id: string
    resume_id: string
    candidate_id: string | null
    application_id: string | null
    state: string
  }[]
  candidates: { id: string; email: string | null }[]
  applications: { id: string; candidate_id: string; job_id: string }[]
  events: { id: string; sequence: number; type: string; resource_id: string }[]
  received: Map<string, number>
}

/** The key was made before there was an endpoint to tell. */
export const isSubscribed = ({ type }: Outcome['events'][number]): boolean => type !== 'api_key.created'

/** @throws AssertionError naming what was lost, doubled or half done */
export function checkOutcome({ sent, parses, candidates, applications, events, received }: Outcome): void {
  sameOnce(
    'resumes',
    parses.map((parse) => parse.resume_id),
    sent.map((file) => file.resumeId),
  )
  sameOnce(
    'parses',
    parses.map((parse) => parse.id),
    sent.map((file) => file.parseId),
  )
  sameOnce(
    'candidates',
    candidates.map((candidate) => candidate.email ?? 'none'),
    sent.map((file) => file.email),
  )
  sameOnce(
    'candidates with an application',
    applications.map((a) => a.candidate_id),
    candidates.map((c) => c.id),
  )
  for (const parse of parses) {
    assert.equal(parse.state, 'parsed', `parse ${parse.id}`)
    assert.ok(
      parse.candidate_id && parse.application_id,
      `parse ${parse.id} has its candidate and application`,
    )
  }
  const about = (type: string) =>
    events.filter((event) => event.type === type).map((event) => event.resource_id)
  sameOnce(
    'resume.uploaded events',
    about('resume.uploaded'),
    sent.map((file) => file.resumeId),
  )
  sameOnce(
    'candidate.created events',
    about('candidate.created'),
    candidates.map((c) => c.id),
  )
  sameOnce(
    'application.created events',
    about('application.created'),
    applications.map((a) => a.id),
  )
  assert.equal(about('resume.parsed').length, sent.length, 'resume.parsed events')
  assert.equal(new Set(about('resume.parsed')).size, sent.length, 'resources of resume.parsed events')
  sameOnce(
    'sequences',
    events.map((event) => String(event.sequence)),
    events.map((_, i) => String(i + 1)),
  )
  for (const event of events.filter(isSubscribed))
    assert.ok(received.has(event.id), `${event.type} ${event.id} was delivered`)
  for (const id of received.keys())
    assert.ok(
      events.some((event) => event.id === id),
      `delivery ${id} is of an event that stands`,
    )
}

/** The same members, each exactly once. */
export function sameOnce(what: string, actual: string[], expected: string[]): void {
  assert.equal(new Set(actual).size, actual.length, `${what}: doubled`)
  assert.deepEqual([...actual].sort(), [...expected].sort(), what)
}
