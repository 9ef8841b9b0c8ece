/** Draws points that lie as the vectors of texts do, the same ones for the same seed. */
export interface Points {
  next(): Float32Array
}

const TOPICS = 150
/** Directions in which the texts of one topic differ. */
const SPREAD = 40

/**
 * A mixture of topics, each in a subspace of its own, with noise in all directions and a strong common mean: two points
 * have a cosine of about 0.7 on average, the nearest ones of about 0.9.
 */
export function points(dimensions: number, seed: number): Points {
  const world = normals(1)
  const vector = (length: number) => scaled(draw(world, dimensions), length)
  const mean = vector(1)
  const topics = Array.from({ length: TOPICS }, () => ({
    centre: vector(0.45),
    axes: Array.from({ length: SPREAD }, () => vector(0.45 / Math.sqrt(SPREAD))),
  }))
  const normal = normals(seed)
  return {
    next() {
      const topic = topics[Math.floor(Math.abs(normal()) * 1e6) % TOPICS]
      const point = scaled(draw(normal, dimensions), 0.25)
      add(point, mean, 1)
      if (topic) add(point, topic.centre, 1)
      for (const axis of topic?.axes ?? []) add(point, axis, normal())
      return scaled(point, 1)
    },
  }
}

const draw = (normal: () => number, dimensions: number) => Float32Array.from({ length: dimensions }, normal)

function add(to: Float32Array, what: Float32Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] ?? 0) + times * (what[i] ?? 0)
}

function scaled(vector: Float32Array, length: number): Float32Array {
  const now = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
  return vector.map((x) => (x * length) / now)
}

/** Standard normal numbers (Box and Muller) of mulberry32. */
function normals(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}
