import { z } from 'zod'
import { REVIEW_DECISIONS, REVIEW_OUTCOMES } from '#src/db/schema/reviews.ts'
import { defineEvent } from '#src/platform/events/events.ts'

export const matchScored = defineEvent({
  type: 'match.scored',
  resource: 'job',
  description: 'All candidates were scored for a job',
  payload: z.object({
    job_id: z.uuid(),
    scored: z.int().describe('Candidates looked at'),
    changed: z.int().describe('Matches that are new or have another score than before'),
    removed: z.int().describe('Matches of candidates who are gone'),
    scoring_version: z.string(),
    top: z.array(z.uuid()).describe('Ids of the best matches, best first'),
  }),
})

const pair = z.object({ job_id: z.uuid(), candidate_id: z.uuid() })

export const reviewRequested = defineEvent({
  type: 'match.human_review_requested',
  resource: 'match',
  description: 'A person is asked to look at what was scored',
  payload: pair,
})

export const matchReviewed = defineEvent({
  type: 'match.reviewed',
  resource: 'match',
  description: 'A person confirmed or overrode what was scored, which stays as it is',
  payload: pair.extend({
    outcome: z.enum(REVIEW_OUTCOMES),
    decision: z.enum(REVIEW_DECISIONS).nullable(),
  }),
})

export const matchSummarized = defineEvent({
  type: 'match.summarized',
  resource: 'match',
  description: 'A candidate was summed up for a job',
  payload: pair.extend({ ai_used: z.boolean() }),
})

export const matchReranked = defineEvent({
  type: 'match.reranked',
  resource: 'job',
  description: 'A model was asked for another order of the best of a job; no score changed',
  payload: z.object({
    job_id: z.uuid(),
    ai_used: z.boolean(),
    moved: z.int().describe('How many were put ahead of somebody'),
  }),
})

export const matchEvents = [matchScored, reviewRequested, matchReviewed, matchSummarized, matchReranked]
