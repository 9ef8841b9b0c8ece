import { afterEach, expect, test } from 'vitest'
import type { NaughtyInput } from './fixtures/naughty-child.ts'
import { createSandbox, type Sandbox } from './sandbox.ts'

interface Echo {
  pid: number
  value: unknown
}

const open: Array<Sandbox<NaughtyInput, unknown>> = []

function sandbox(limits: { size?: number; wallMs?: number } = {}): Sandbox<NaughtyInput, unknown> {
  const created = createSandbox<NaughtyInput, unknown>({
    module: new URL('./fixtures/naughty-child.ts', import.meta.url),
    size: 1,
    wallMs: 20_000,
    maxRssBytes: 200 * 1024 * 1024,
    ...limits,
  })
  open.push(created)
  return created
}

const echo = async (box: Sandbox<NaughtyInput, unknown>, value: unknown) =>
  (await box.run({ do: 'echo', value })) as Echo

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((box) => box.close()))
})

test('bytes and dates go in and out as they are, and a child is used again', async () => {
  const box = sandbox()
  const value = { bytes: new Uint8Array([1, 2, 3]), at: new Date(0) }
  const first = await echo(box, value)
  expect(first.value).toEqual(value)
  expect((await echo(box, 2)).pid).toBe(first.pid)
})

test.each([
  ['spin', 'timeout'],
  ['hang', 'timeout'],
] as const)('%s ends by the wall clock', async (what, reason) => {
  const box = sandbox({ wallMs: 300 })
  await expect(box.run({ do: what })).rejects.toMatchObject({ name: 'SandboxError', reason })
})

test.each([
  ['heap', 'memory'],
  ['buffers', 'memory'],
  ['exit', 'crashed'],
  ['throw', 'crashed'],
  ['reject', 'crashed'],
  ['read-secret', 'crashed'],
] as const)('%s ends as %s, and a replaced child goes on', async (what, reason) => {
  const box = sandbox()
  const before = await echo(box, 'before')
  await expect(box.run({ do: what })).rejects.toMatchObject({ name: 'SandboxError', reason })
  const after = await echo(box, 'after')
  expect(after.value).toBe('after')
  expect(after.pid).not.toBe(before.pid)
})

test('input that cannot be sent fails alone', async () => {
  const box = sandbox()
  await expect(box.run({ do: 'echo', value: () => 1 })).rejects.toThrow()
  expect((await echo(box, 1)).value).toBe(1)
})

test('the environment of a child is empty of secrets', async () => {
  process.env.A_SECRET = 'hunter2'
  const names = await sandbox().run({ do: 'environment' })
  delete process.env.A_SECRET
  expect(names).not.toContain('A_SECRET')
  expect(names).not.toContain('PATH')
})

test('more inputs than children wait their turn', async () => {
  const box = sandbox({ size: 2 })
  const answers = await Promise.all([1, 2, 3, 4, 5].map((value) => echo(box, value)))
  expect(answers.map((answer) => answer.value)).toEqual([1, 2, 3, 4, 5])
  expect(new Set(answers.map((answer) => answer.pid)).size).toBeLessThanOrEqual(2)
})

test('an aborted run is killed, a run aborted before its turn never starts', async () => {
  const box = sandbox()
  const controller = new AbortController()
  const running = box.run({ do: 'spin' }, controller.signal)
  const queued = box.run({ do: 'spin' }, controller.signal)
  const results = Promise.allSettled([running, queued])
  controller.abort()
  for (const result of await results) expect(result).toMatchObject({ reason: { reason: 'aborted' } })
  expect((await echo(box, 1)).value).toBe(1)
})

test('close ends what runs and what waits, and leaves no process', async () => {
  const box = sandbox()
  const { pid } = await echo(box, 1)
  const results = Promise.allSettled([box.run({ do: 'spin' }), box.run({ do: 'spin' })])
  await box.close()
  for (const result of await results) expect(result).toMatchObject({ reason: { reason: 'closed' } })
  expect(isRunning(pid)).toBe(false)
  await expect(box.run({ do: 'echo', value: 1 })).rejects.toMatchObject({ reason: 'closed' })
})

test('a module that cannot start fails its runs and does not hang', async () => {
  const module = new URL('./fixtures/does-not-exist.ts', import.meta.url)
  const box = createSandbox({ module, size: 1, wallMs: 1000, maxRssBytes: 100 * 1024 * 1024 })
  open.push(box)
  await expect(box.run({})).rejects.toMatchObject({ reason: 'crashed' })
  await expect(box.run({})).rejects.toMatchObject({ reason: 'crashed' })
})
