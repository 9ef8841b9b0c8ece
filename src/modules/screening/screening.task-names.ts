import { z } from 'zod'

// What enqueues a task and what it does both know these, and nothing of each other.

const ofSession = z.object({ session_id: z.uuid() })

export const analyseScreeningTask = { name: 'screenings.analyse', payload: ofSession }

export const nextTurnTask = {
  name: 'screenings.next_turn',
  /** The answer that it goes on from: it has an effect only while that is the last line. */
  payload: ofSession.extend({ sequence: z.int() }),
}

/** One a screening: it sleeps until the screening would end by itself. */
export const watchScreeningTask = {
  name: 'screenings.watch',
  payload: ofSession,
  key: ({ session_id }: z.output<typeof ofSession>) => session_id,
}

export const sendScreeningLinkTask = {
  name: 'screenings.send_link',
  /** The token is nowhere else but in the mail. */
  payload: ofSession.extend({ sealed_token: z.string() }),
}
