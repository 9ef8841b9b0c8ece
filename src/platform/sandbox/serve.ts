import { REPORT_RSS, type ToChild, type ToParent } from './messages.ts'

const REPORT_EVERY_MS = 100

/** The child's side: the entry file of a sandbox calls this once with the function that does the work. */
export function serve(handle: (input: unknown) => Promise<unknown>): void {
  // An orphan has nobody to answer to.
  process.on('disconnect', () => process.exit(0))
  process.on('message', (message: ToChild) => {
    void answer(handle, message.input)
  })
  if (process.argv.includes(REPORT_RSS)) {
    setInterval(() => send({ type: 'rss', rss: process.memoryUsage.rss() }), REPORT_EVERY_MS).unref()
  }
  send({ type: 'ready' })
}

async function answer(handle: (input: unknown) => Promise<unknown>, input: unknown): Promise<void> {
  try {
    const output = await handle(input)
    send({ type: 'output', output, rss: process.memoryUsage.rss() })
  } catch (error) {
    send({ type: 'error', message: error instanceof Error ? error.message : String(error) })
  }
}

function send(message: ToParent): void {
  process.send?.(message)
}
