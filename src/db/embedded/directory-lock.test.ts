import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockDirectory } from './directory-lock.ts'

describe('lockDirectory', () => {
  let parent: string
  let directory: string

  beforeEach(() => {
    parent = mkdtempSync(path.join(os.tmpdir(), 'directory-lock-'))
    directory = path.join(parent, 'not yet', 'data')
  })
  afterEach(() => rmSync(parent, { recursive: true }))

  it('is refused while its owner lives, and free when released', () => {
    const release = lockDirectory(directory)
    expect(() => lockDirectory(directory)).toThrow(`in use by process ${process.pid}`)
    release()
    expect(existsSync(`${directory}.lock`)).toBe(false)
    lockDirectory(directory)()
  })

  it.each([
    ['a dead process', JSON.stringify({ pid: 2 ** 22 + 1 })],
    ['a process that had our number', JSON.stringify({ pid: process.pid, born: 'another boot:1' })],
    ['a lock that was cut short', '{"pid":'],
    ['nonsense', '[]'],
  ])('is taken over from %s', (_owner, content) => {
    lockDirectory(directory)()
    writeFileSync(`${directory}.lock`, content)
    const release = lockDirectory(directory)
    expect(JSON.parse(readFileSync(`${directory}.lock`, 'utf8')).pid).toBe(process.pid)
    release()
    expect(readdirSync(path.dirname(directory))).toEqual([])
  })

  it('trusts the number alone where the birth is unknown', () => {
    lockDirectory(directory)()
    writeFileSync(`${directory}.lock`, JSON.stringify({ pid: process.pid }))
    expect(() => lockDirectory(directory)).toThrow('in use')
  })
})
