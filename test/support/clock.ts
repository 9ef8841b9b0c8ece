import type { Clock } from '#src/lib/clock.ts'

/** Real time plus what a test has added to it. */
export class TestClock implements Clock {
  #ahead = 0

  now(): Date {
    return new Date(Date.now() + this.#ahead)
  }

  advance(seconds: number): void {
    this.#ahead += seconds * 1000
  }
}
