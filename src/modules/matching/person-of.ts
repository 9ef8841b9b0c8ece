import type { RequestContext } from '#src/http/context.ts'

/** The person to whose jobs a request is narrowed; undefined when it sees all. */
export const personOf = ({ reach, principal }: RequestContext) =>
  reach === 'own' ? principal.userId : undefined
