import { walkContract } from './fuzz.ts'

await walkContract(1, 2)
