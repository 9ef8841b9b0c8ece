import type { FastifyReply, FastifyRequest } from 'fastify'

/** For answers that are data: nothing in them may run, be framed or be taken for another type. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

const ONE_YEAR = 'max-age=31536000; includeSubDomains'

/** Browsers ignore HSTS over plain HTTP, and a development server on a shared host must not switch it on. */
export function secure(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers(SECURITY_HEADERS)
  if (request.protocol === 'https') reply.header('strict-transport-security', ONE_YEAR)
  return reply
}
