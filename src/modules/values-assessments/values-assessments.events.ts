import { z } from 'zod'
import { defineEvent } from '#src/platform/events/events.ts'

const assessment = z.object({
  candidate_id: z.uuid(),
  application_id: z.uuid().nullable(),
  assessor_id: z.uuid(),
  version: z.int(),
})

export const valuesAssessed = defineEvent({
  type: 'values_assessment.submitted',
  resource: 'values_assessment',
  description: 'A person assessed the values of a candidate',
  payload: assessment,
})
export const valuesReassessed = defineEvent({
  type: 'values_assessment.updated',
  resource: 'values_assessment',
  description: 'A person changed an assessment of a candidate’s values',
  payload: assessment.extend({ changed: z.array(z.string()) }),
})

export const valuesEvents = [valuesAssessed, valuesReassessed]
