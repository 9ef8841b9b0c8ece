export type Vector = readonly number[]
/** Symmetric and positive definite wherever it is solved for. */
export type Matrix = readonly Vector[]

export const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)

export const times = (matrix: Matrix, x: Vector): number[] => matrix.map((row) => dot(row, x))

export const identity = (size: number, value: number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? value : 0)))

/** The lower triangle L with L Lᵀ = `matrix`. */
export function cholesky(matrix: Matrix): number[][] {
  const lower = identity(matrix.length, 0)
  matrix.forEach((row, i) => {
    const own = lower[i] as number[]
    for (let j = 0; j <= i; j++) {
      const left = (row[j] ?? 0) - dot(own.slice(0, j), lower[j] ?? [])
      own[j] = i === j ? Math.sqrt(left) : left / (lower[j]?.[j] ?? 1)
    }
  })
  return lower
}

/** x with L x = b. */
export function solveLower(lower: Matrix, b: Vector): number[] {
  const x: number[] = []
  lower.forEach((row, i) => {
    x.push(((b[i] ?? 0) - dot(x, row)) / (row[i] ?? 1))
  })
  return x
}

/** x with Lᵀ x = b. */
export function solveUpper(lower: Matrix, b: Vector): number[] {
  const x = new Array<number>(b.length).fill(0)
  for (let i = b.length - 1; i >= 0; i--) {
    const known = lower.reduce((sum, row, j) => (j > i ? sum + (row[i] ?? 0) * (x[j] ?? 0) : sum), 0)
    x[i] = ((b[i] ?? 0) - known) / (lower[i]?.[i] ?? 1)
  }
  return x
}

export function solve(matrix: Matrix, b: Vector): number[] {
  const lower = cholesky(matrix)
  return solveUpper(lower, solveLower(lower, b))
}
