import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bold, createProgress, green, progressBar, table } from './terminal.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('colours', () => {
  it('leave the text bare under NO_COLOR', () => {
    vi.stubEnv('NO_COLOR', '1')
    vi.stubEnv('FORCE_COLOR', undefined)
    expect(bold('Shortlist') + green('ready')).toBe('Shortlistready')
  })
})

describe('progressBar', () => {
  it('fills in proportion', () => {
    expect(progressBar('Parsing', 3, 12, 8)).toBe('Parsing ██░░░░░░  25%  3/12')
  })

  it('says 100% only at the end and stays within its width', () => {
    expect(progressBar('Parsing', 999, 1000, 4)).toBe('Parsing ████  99%  999/1000')
    expect(progressBar('Parsing', 5, 4, 4)).toBe('Parsing ████ 100%  5/4')
    expect(progressBar('Parsing', 0, 0, 4)).toBe('Parsing ████ 100%  0/0')
  })
})

describe('table', () => {
  it('aligns columns, colours and accents included', () => {
    const rows = [['Siobhán', '\u001b[32m97\u001b[39m'], ['Wei'], ['Łukasz', '8']]
    const text = table([{ header: 'Name' }, { header: 'Score', align: 'right' }], rows)
    expect(stripVTControlCharacters(text).split('\n')).toEqual([
      '┌─────────┬───────┐',
      '│ Name    │ Score │',
      '├─────────┼───────┤',
      '│ Siobhán │    97 │',
      '│ Wei     │       │',
      '│ Łukasz  │     8 │',
      '└─────────┴───────┘',
    ])
  })

  it('stands without rows', () => {
    expect(stripVTControlCharacters(table([{ header: 'Name' }], []))).toContain('│ Name │')
  })
})

describe('createProgress', () => {
  it('prints each quarter once where the stream is no terminal', () => {
    const stream = new PassThrough()
    const progress = createProgress(stream, 'Parsing', 4)
    for (const done of [0, 1, 2, 3, 4, 5, 6, 7, 8, 8]) progress.update(done, 8)
    expect(written(stream).match(/\d+%/g)).toEqual(['0%', '25%', '50%', '75%', '100%'])
  })

  it('redraws one line on a terminal and ends it at the end', () => {
    const stream = Object.assign(new PassThrough(), { isTTY: true })
    const progress = createProgress(stream, 'Parsing', 4)
    progress.update(1, 2)
    progress.update(2, 2)
    const text = written(stream)
    expect(text.match(/\n/g)).toHaveLength(1)
    expect(text.split('\u001b[1G').at(-1)).toContain('Parsing ████ 100%  2/2\n')
  })
})

const written = (stream: PassThrough): string => String(stream.read() ?? '')
