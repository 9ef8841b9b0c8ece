import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What `/metrics` shows. Labels are words of closed lists; a tenant is never one of them. */
export interface Metrics {
  /** Where a part of the product adds metrics of its own. */
  readonly registry: Registry
  readonly httpDuration: Histogram<'method' | 'route' | 'status'>
  /** Decisions that rate limiting made without its shared store. */
  readonly rateLimiterDegraded: Counter<'policy'>
  /** Reads that a replica may serve. */
  readonly replicaReads: Counter<'served_by'>
  /** Runs of tasks by how they ended. */
  readonly taskRuns: Counter<'result'>
  readonly contentType: string
  /** The Prometheus text. Calls that overlap share one rendering: the address is open and has no quota. */
  render(): Promise<string>
}

/** Seconds: from a cached read to the longest that a client waits. */
const DURATION_BUCKETS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const ofProcess = processRegistry()
  let rendering: Promise<string> | undefined
  const renderAll = async () => (await Promise.all([ofProcess.metrics(), registry.metrics()])).join('\n')
  return {
    registry,
    httpDuration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the arrival of a request to the end of its answer; its count is the number of requests',
      labelNames: ['method', 'route', 'status'],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    rateLimiterDegraded: new Counter({
      name: 'rate_limiter_degraded_total',
      help: 'Decisions made without the shared store of rate limits',
      labelNames: ['policy'],
      registers,
    }),
    replicaReads: new Counter({
      name: 'replica_reads_total',
      help: 'Reads that a replica may serve, by who served them',
      labelNames: ['served_by'],
      registers,
    }),
    taskRuns: new Counter({
      name: 'task_runs_total',
      help: 'Runs of background tasks, by how they ended',
      labelNames: ['result'],
      registers,
    }),
    contentType: registry.contentType,
    render() {
      rendering ??= renderAll().finally(() => {
        rendering = undefined
      })
      return rendering
    },
  }
}

let shared: Registry | undefined

/** One for all contexts of a process: its observers of the event loop and the collector are never taken down. */
function processRegistry(): Registry {
  if (!shared) {
    shared = new Registry()
    collectDefaultMetrics({ register: shared })
  }
  return shared
}
