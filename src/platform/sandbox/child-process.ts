import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { SandboxError, type SandboxReason } from './errors.ts'
import { REPORT_RSS, type ToParent } from './messages.ts'

export interface ChildOptions {
  module: URL
  wallMs: number
  maxRssBytes: number
}

/** One child process that answers one input at a time; once `alive` is false it never comes back. */
export interface SandboxChild {
  readonly alive: boolean
  /** How many inputs were answered, and the memory in bytes held after the last. */
  readonly served: number
  readonly rss: number
  run(input: unknown): Promise<unknown>
  /** Ends the process at once; the input under way, if any, fails for this reason. */
  kill(error: SandboxError): void
  readonly exited: Promise<void>
}

const START_MS = 30_000
const WATCH_EVERY_MS = 50
/** Node's own choice doubles what a child holds, and it is then replaced while it is warm. */
const SEMI_SPACE_MIB = 16
/**
 * How far the heap grows between two full collections, in percent of what lives. Under so low a limit V8 allows
 * little, and a busy child spends up to a third of its time collecting.
 */
const HEAP_GROWTH = 100
const HAS_PROC = existsSync('/proc/self/status')
const MIB = 1024 * 1024

export function startChild(options: ChildOptions): SandboxChild {
  const child = forkBounded(options)
  const ready = Promise.withResolvers<void>()
  let pending: PromiseWithResolvers<unknown> | undefined
  let failure: SandboxError | undefined
  let served = 0
  let rss = 0

  const fail = (error: SandboxError) => {
    failure ??= error
    ready.reject(failure)
    pending?.reject(failure)
    child.kill('SIGKILL')
  }
  const measured = (bytes: number) => {
    rss = bytes
    if (bytes > options.maxRssBytes) fail(new SandboxError('memory', `held ${Math.round(bytes / MIB)} MiB`))
  }
  const exited = new Promise<void>((resolve) => {
    const end = (error: SandboxError) => {
      fail(error)
      resolve()
    }
    child.once('exit', (code, signal) => end(exitError(code, signal)))
    child.once('error', (error) => end(new SandboxError('crashed', error.message)))
  })
  ready.promise.catch(() => undefined)
  child.on('message', (message: ToParent) => {
    if (message.type === 'ready') return ready.resolve()
    if (message.type === 'rss') return measured(message.rss)
    if (message.type === 'error') return fail(new SandboxError('crashed', message.message))
    rss = message.rss
    served += 1
    pending?.resolve(message.output)
  })

  return {
    get alive() {
      return failure === undefined
    },
    get served() {
      return served
    },
    get rss() {
      return rss
    },
    exited,
    kill: fail,
    async run(input) {
      await withLimit(ready.promise, START_MS, () => fail(new SandboxError('crashed', 'did not start')))
      pending = Promise.withResolvers()
      const watch = watchMemory(child, measured)
      try {
        child.send({ input })
        return await withLimit(pending.promise, options.wallMs, () =>
          fail(new SandboxError('timeout', `no answer within ${options.wallMs} ms`)),
        )
      } finally {
        clearInterval(watch)
        pending = undefined
      }
    },
  }
}

function forkBounded({ module, maxRssBytes }: ChildOptions): ChildProcess {
  return fork(fileURLToPath(module), HAS_PROC ? [] : [REPORT_RSS], {
    serialization: 'advanced',
    // Three quarters for the heap: the rest of the limit is for buffers and the runtime itself.
    execArgv: [
      `--max-old-space-size=${Math.floor((maxRssBytes * 0.75) / MIB)}`,
      `--min-semi-space-size=${SEMI_SPACE_MIB}`,
      `--max-semi-space-size=${SEMI_SPACE_MIB}`,
      `--heap-growing-percent=${HEAP_GROWTH}`,
      ...readOnlyPermission(),
    ],
    // Nothing is inherited: a child that hostile bytes have taken over finds no secret.
    env: { TZ: 'UTC', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

/** The child may read the code and nothing else: no other file, no writing, no processes, threads or addons. */
function readOnlyPermission(): string[] {
  const code = ['../../../src/', '../../../node_modules/', '../../../package.json']
  const paths = code.map((path) => fileURLToPath(new URL(path, import.meta.url)))
  // The installed packages may be a link to elsewhere.
  const readable = new Set([...paths, ...paths.map((path) => realpathSync(path))])
  return ['--permission', ...[...readable].map((path) => `--allow-fs-read=${path}`)]
}

function exitError(code: number | null, signal: string | null): SandboxError {
  // V8 aborts when its heap is full.
  const reason: SandboxReason = signal === 'SIGABRT' || code === 134 ? 'memory' : 'crashed'
  return new SandboxError(reason, `ended by itself: code ${code}, signal ${signal}`)
}

function watchMemory(child: ChildProcess, measured: (bytes: number) => void): NodeJS.Timeout | undefined {
  if (!HAS_PROC) return undefined
  const read = async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'latin1').catch(() => '')
    const kib = /VmRSS:\s{0,20}(\d{1,15})/.exec(status)?.[1]
    if (kib) measured(Number(kib) * 1024)
  }
  return setInterval(() => void read(), WATCH_EVERY_MS)
}

async function withLimit<T>(promise: Promise<T>, ms: number, expired: () => void): Promise<T> {
  const timer = setTimeout(expired, ms)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}
