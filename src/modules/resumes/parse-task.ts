import { z } from 'zod'

/** What it takes to have a parse done; `resumes.tasks.ts` says how, and itself asks for more. */
export const parseTask = { name: 'resumes.parse', payload: z.object({ parse_id: z.uuid() }) }
