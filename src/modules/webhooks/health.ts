import type { Health } from './sending.repo.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Fewer than these in the time say more about the traffic than about the endpoint. */
const MIN_FAILURES = 20

/**
 * What attempts that just ended say of their endpoint; undefined when it is not worth writing: its row is written when
 * it begins or ceases to fail, and else once a minute. So failures within a minute of each other count once.
 */
export function healthAfter(before: Health, delivered: boolean[], now: Date): Health | undefined {
  const isOld = (time: Date | null) => time === null || now.getTime() - time.getTime() >= MINUTE_MS
  const { firstFailingAt, failureCount, lastSuccessAt } = before
  if (delivered.includes(true)) {
    if (firstFailingAt === null && !isOld(lastSuccessAt)) return undefined
    return { ...before, firstFailingAt: null, failureCount: 0, lastSuccessAt: now }
  }
  if (firstFailingAt !== null && !isOld(before.lastFailureAt)) return undefined
  return {
    firstFailingAt: firstFailingAt ?? now,
    failureCount: failureCount + 1,
    lastSuccessAt,
    lastFailureAt: now,
  }
}

/** Whether an endpoint has only failed for `days` days, and not just seldom. */
export const failsTooLong = ({ firstFailingAt, failureCount }: Health, days: number, now: Date): boolean =>
  firstFailingAt !== null &&
  failureCount >= MIN_FAILURES &&
  now.getTime() - firstFailingAt.getTime() >= days * DAY_MS
