import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cachedTemplate } from './template-cache.ts'

describe('cachedTemplate', () => {
  let cacheDir: string

  beforeEach(() => {
    cacheDir = path.join(mkdtempSync(path.join(os.tmpdir(), 'template-cache-')), 'cache')
  })
  afterEach(() => rmSync(path.dirname(cacheDir), { recursive: true }))

  it('makes a template once for each key', async () => {
    const make = vi.fn(async () => Buffer.from('tar'))
    const [one, again, two] = [
      await cachedTemplate(cacheDir, '../one', make),
      await cachedTemplate(cacheDir, '../one', make),
      await cachedTemplate(cacheDir, 'two', make),
    ]
    expect(one).toBe(again)
    expect(one).not.toBe(two)
    expect(path.dirname(one)).toBe(cacheDir)
    expect(readFileSync(one, 'utf8')).toBe('tar')
    expect(make).toHaveBeenCalledTimes(2)
  })

  it('lets makers run at once, and leaves nothing of one that fails', async () => {
    const make = async () => Buffer.from('tar')
    const files = await Promise.all([1, 2, 3].map(() => cachedTemplate(cacheDir, 'key', make)))
    expect(new Set(files).size).toBe(1)
    await expect(cachedTemplate(cacheDir, 'bad', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(readdirSync(cacheDir)).toHaveLength(1)
  })

  it('keeps the templates used last', async () => {
    const make = async () => Buffer.from('tar')
    for (let i = 0; i < 8; i += 1) await cachedTemplate(cacheDir, `key ${i}`, make)
    const last = await cachedTemplate(cacheDir, 'last', make)
    expect(readdirSync(cacheDir)).toHaveLength(6)
    expect(existsSync(last)).toBe(true)
  })
})
