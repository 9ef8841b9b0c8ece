import { walkContract } from './fuzz.ts'

await walkContract(0, 2)
