import { fsyncSync, openAsBlob } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { type Extension, PGlite } from '@electric-sql/pglite'
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin'
import { citext } from '@electric-sql/pglite/contrib/citext'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { vector } from '@electric-sql/pglite-pgvector'
import { endsWithFlush, endsWithReadyForQuery } from './wire-messages.ts'

export interface EngineStart {
  /** None: in memory. */
  dataDir?: string
  /** A tar to fill an empty directory or the memory with. */
  template?: string
}

export interface EngineRequest {
  id: number
  request: { kind: 'exec'; bytes: Uint8Array } | { kind: 'dump' } | { kind: 'close' }
}

export interface EngineReply {
  id: number
  bytes: Uint8Array<ArrayBuffer>
}

/** PGlite swallows the exception of an aborted WASM and would go on with its memory. */
const stopOnAbort: Extension = {
  name: 'stop on abort',
  setup: async (_engine, options) => ({ emscriptenOpts: { ...options, onAbort: () => process.exit(1) } }),
}

// PGlite turns fsync off (-F). Emscripten has no fdatasync either, but calls a file system's fsync if it has one.
const DURABLE_START_PARAMS = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  '-c',
  'wal_sync_method=fsync',
]

// Whatever throws in here ends the thread: after an abort of WASM its memory is not to be trusted, and the
// supervisor opens the directory anew.
if (parentPort) {
  const port = parentPort
  const engine = await open(workerData)
  let last = Promise.resolve()
  port.on('message', ({ id, request }: EngineRequest) => {
    last = last.then(async () => reply(id, await perform(engine, request)))
  })
  const reply = (id: number, bytes: Uint8Array<ArrayBuffer>) =>
    port.postMessage({ id, bytes } satisfies EngineReply, [bytes.buffer])
  reply(0, new Uint8Array())
}

async function open({ dataDir, template }: EngineStart): Promise<PGlite> {
  const engine = await PGlite.create({
    ...(dataDir && { dataDir, startParams: DURABLE_START_PARAMS }),
    ...(template && { loadDataDir: await openAsBlob(template) }),
    extensions: { vector, pgcrypto, pg_trgm, citext, unaccent, btree_gin, stopOnAbort },
  })
  if (dataDir) syncFilesToDisk(engine)
  return engine
}

async function perform(engine: PGlite, request: EngineRequest['request']): Promise<Uint8Array<ArrayBuffer>> {
  switch (request.kind) {
    case 'exec':
      return exec(engine, request.bytes)
    case 'dump':
      return new Uint8Array(await (await engine.dumpDataDir('none')).arrayBuffer())
    case 'close':
      await engine.close()
      return new Uint8Array()
  }
}

async function exec(engine: PGlite, messages: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  // The streaming form, because execProtocolRaw parses every reply once more and keeps the rows for ever.
  await engine.execProtocolRawStream(messages, {
    syncToFs: false,
    onRawData: (bytes) => void chunks.push(bytes.slice()),
  })
  const output = Buffer.concat(chunks)
  if (!endsWithReadyForQuery(output) && !endsWithFlush(messages)) {
    throw new Error('the backend stopped in the middle of a reply')
  }
  return new Uint8Array(output)
}

/** Costs about 0.6 ms a commit, and makes a power loss as harmless as a killed process. */
function syncFilesToDisk(engine: PGlite): void {
  const EINVAL = 28 // WASI; PostgreSQL tolerates it for a directory that cannot be synced, and only there
  const fsync = ({ nfd }: { nfd: number }) => {
    try {
      fsyncSync(nfd)
      return 0
    } catch {
      return EINVAL
    }
  }
  Object.assign(Reflect.get(engine.Module.FS.filesystems.NODEFS, 'stream_ops'), { fsync })
}
