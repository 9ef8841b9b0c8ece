import { type ChildOptions, type SandboxChild, startChild } from './child-process.ts'
import { SandboxError } from './errors.ts'

export interface SandboxOptions extends ChildOptions {
  /** How many children wait warm, and so how many inputs are worked on at once. */
  size: number
  log?: { warn(fields: object, message: string): void }
}

/** Runs hostile input in child processes with a wall-clock and a memory limit, one input a child at a time. */
export interface Sandbox<Input, Output> {
  /** Rejects with a SandboxError. */
  run(input: Input, signal?: AbortSignal): Promise<Output>
  close(): Promise<void>
}

/** A child is replaced after this many inputs, so that what one leaves behind does not pile up. */
const MAX_SERVED = 1000
/** And when it still holds this share of its memory limit after an answer. */
const MAX_KEPT = 0.6

export function createSandbox<Input, Output>(options: SandboxOptions): Sandbox<Input, Output> {
  const idle: SandboxChild[] = []
  const waiting: Array<PromiseWithResolvers<SandboxChild>> = []
  const all = new Set<SandboxChild>()
  let closed = false

  const start = () => {
    const child = startChild(options)
    all.add(child)
    void child.exited.then(() => all.delete(child))
    return child
  }
  const take = (): Promise<SandboxChild> => {
    const child = idle.shift()
    // One that died while idle is replaced only now: a module that cannot start must not be started in a loop.
    if (child) return Promise.resolve(child.alive ? child : start())
    const next = Promise.withResolvers<SandboxChild>()
    waiting.push(next)
    return next.promise
  }
  const give = (child: SandboxChild) => {
    const next = waiting.shift()
    if (next) next.resolve(child)
    else idle.push(child)
  }
  const release = (child: SandboxChild) => {
    if (closed) return
    const worn = child.served >= MAX_SERVED || child.rss > options.maxRssBytes * MAX_KEPT
    if (worn) child.kill(new SandboxError('closed', 'replaced'))
    give(child.alive ? child : start())
  }

  for (let i = 0; i < options.size; i++) idle.push(start())

  return {
    async run(input, signal) {
      if (closed) throw new SandboxError('closed', 'the sandbox is closed')
      if (signal?.aborted) throw aborted()
      const child = await take()
      const abort = () => child.kill(aborted())
      signal?.addEventListener('abort', abort, { once: true })
      try {
        if (signal?.aborted) throw aborted()
        return (await child.run(input)) as Output
      } catch (error) {
        options.log?.warn({ err: error }, 'sandboxed work ended without an answer')
        throw error
      } finally {
        signal?.removeEventListener('abort', abort)
        release(child)
      }
    },
    async close() {
      closed = true
      const error = new SandboxError('closed', 'the sandbox was closed')
      for (const next of waiting.splice(0)) next.reject(error)
      const children = [...all]
      for (const child of children) child.kill(error)
      await Promise.all(children.map((child) => child.exited))
    },
  }
}

const aborted = () => new SandboxError('aborted', 'the caller gave up')
