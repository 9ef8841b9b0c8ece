import { hash, verify } from '@node-rs/argon2'

/** argon2id (2) in OWASP's second profile: 19 MiB, two passes. Each hash holds that memory, so only a few run at once. */
const PROFILE = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const AT_ONCE = 4

export const hashPassword = (password: string): Promise<string> => limited(() => hash(password, PROFILE))

/** With no hash to compare, one is compared all the same: an unknown e-mail takes as long as a wrong password. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const against = stored ?? (await nobody())
  const matches = await limited(() => verify(against, password))
  return matches && stored !== undefined
}

let nobodysHash: Promise<string> | undefined
const nobody = () => {
  nobodysHash ??= hashPassword('nobody has this password')
  return nobodysHash
}

let running = 0
const waiting: (() => void)[] = []

async function limited<T>(work: () => Promise<T>): Promise<T> {
  while (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}
