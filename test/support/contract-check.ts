import { events, routes } from '#src/modules/registry.ts'
import { contractOf } from '#src/modules/service/index.ts'
import type { CheckAnswer } from './client.ts'
import { createContractValidator } from './contract.ts'

let validator: ReturnType<typeof createContractValidator> | undefined

/** Holds every answer of the suite against the published contract: status, content type and body. */
export const checkAgainstContract: CheckAnswer = ({ method, url, answer }) => {
  validator ??= createContractValidator(contractOf(routes, events))
  validator.assertResponse({ method, url, status: answer.status, headers: answer.headers, body: answer.text })
}
