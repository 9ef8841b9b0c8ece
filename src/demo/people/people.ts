import { backendEngineers } from './backend.ts'
import { commercialPeople } from './commercial.ts'
import { dataSpecialists } from './data.ts'
import { dataAnalysts } from './data-analysts.ts'
import { financePeople } from './finance.ts'
import { fullStackEngineers } from './full-stack.ts'
import { healthcarePeople } from './healthcare.ts'
import { operationsPeople } from './operations.ts'
import type { Person } from './person.ts'
import { platformAndFrontendEngineers } from './platform.ts'
import { productPeople } from './product.ts'
import { typescriptBackendEngineers } from './typescript-backend.ts'

export const people: Person[] = [
  ...typescriptBackendEngineers,
  ...backendEngineers,
  ...fullStackEngineers,
  ...platformAndFrontendEngineers,
  ...dataAnalysts,
  ...dataSpecialists,
  ...productPeople,
  ...financePeople,
  ...healthcarePeople,
  ...commercialPeople,
  ...operationsPeople,
]
