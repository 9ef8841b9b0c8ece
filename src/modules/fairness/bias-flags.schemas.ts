import { z } from 'zod'
import { idSchema } from '#src/http/schemas.ts'
import { JOB_FLAGS } from '#src/modules/scoring/bias-flags/job-flags.ts'
import { RESUME_FLAGS } from '#src/modules/scoring/bias-flags/resume-flags.ts'

export const flagParams = z.object({ id: idSchema })

const place = {
  start: z.int().describe('In UTF-16 units'),
  end: z.int().describe('Exclusive'),
}

export const jobFlagsSchema = z
  .object({
    data: z.array(
      z
        .object({
          kind: z.enum(JOB_FLAGS),
          field: z.enum(['title', 'description']),
          text: z.string(),
          ...place,
        })
        .meta({ id: 'JobBiasFlag' }),
    ),
  })
  .meta({ id: 'JobBiasFlags' })

export const resumeFlagsSchema = z
  .object({
    data: z.array(
      z
        .object({
          kind: z.enum(RESUME_FLAGS),
          text: z.string().nullable().describe('Null for roles that see no contact data'),
          ...place,
        })
        .meta({ id: 'ResumeBiasFlag' }),
    ),
  })
  .meta({ id: 'ResumeBiasFlags' })
