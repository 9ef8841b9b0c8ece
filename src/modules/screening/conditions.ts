import type { Question } from '#src/db/schema/screening.ts'

/** Whether an answer can show that a condition of the job is not met. Only what rules tell alone can be declared one. */
export const isCondition = ({ criteria }: Question): boolean => criteria.some(({ knockout }) => knockout)
