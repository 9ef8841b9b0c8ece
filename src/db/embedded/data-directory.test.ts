import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureDataDirectory } from './data-directory.ts'

describe('ensureDataDirectory', () => {
  let parent: string
  let directory: string

  beforeEach(() => {
    parent = mkdtempSync(path.join(os.tmpdir(), 'data-directory-'))
    directory = path.join(parent, 'data')
  })
  afterEach(() => rmSync(parent, { recursive: true }))

  const fill = async (into: string) => {
    mkdirSync(into)
    writeFileSync(path.join(into, 'PG_VERSION'), '18\n')
  }

  it('fills a directory that is missing or empty, once', async () => {
    await ensureDataDirectory(directory, fill)
    writeFileSync(path.join(directory, 'kept'), '')
    await ensureDataDirectory(directory, fill)
    expect(existsSync(path.join(directory, 'kept'))).toBe(true)
    const empty = path.join(parent, 'empty')
    mkdirSync(empty)
    await ensureDataDirectory(empty, fill)
    expect(readFileSync(path.join(empty, 'PG_VERSION'), 'utf8')).toBe('18\n')
  })

  it('sweeps what an interrupted first boot left', async () => {
    mkdirSync(`${directory}.new-1`)
    const interrupted = ensureDataDirectory(directory, () => Promise.reject(new Error('killed')))
    await expect(interrupted).rejects.toThrow('killed')
    expect(existsSync(directory)).toBe(false)
    expect(existsSync(`${directory}.new-1`)).toBe(false)
  })

  it('refuses what it did not make', async () => {
    await fill(directory)
    writeFileSync(path.join(directory, 'PG_VERSION'), '17\n')
    await expect(ensureDataDirectory(directory, fill)).rejects.toThrow('made by PostgreSQL 17')
    rmSync(path.join(directory, 'PG_VERSION'))
    writeFileSync(path.join(directory, 'thesis.txt'), '')
    await expect(ensureDataDirectory(directory, fill)).rejects.toThrow('not a database')
  })
})
