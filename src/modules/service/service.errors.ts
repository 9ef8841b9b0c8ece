import { defineErrors } from '#src/lib/errors.ts'

export const serviceErrors = defineErrors('service', {
  not_ready: { status: 503, title: 'A part this process needs is away, or it is stopping' },
})
