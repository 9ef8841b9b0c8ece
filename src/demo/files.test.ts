import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, describe, expect, it } from 'vitest'
import { type DemoFile, demoFiles, demoJobs } from './files.ts'
import { people } from './people/people.ts'

const MAGIC: Record<string, string> = { pdf: '%PDF-', docx: 'PK\u0003\u0004', txt: '' }

let files: DemoFile[] = []
beforeAll(async () => {
  files = await demoFiles()
})

describe('demoFiles', () => {
  it('are a resume of each person and two files nobody can read', () => {
    const readable = files.filter((file) => file.expect === 'completed')
    expect(readable).toHaveLength(people.length)
    expect(ofType(readable, 'pdf').length).toBeGreaterThanOrEqual(30)
    expect(ofType(readable, 'docx').length).toBeGreaterThanOrEqual(8)
    expect(ofType(readable, 'txt')).toHaveLength(2)
    expect(files.length - readable.length).toBe(2)
  })

  it('have a name of their own and begin as their type does', () => {
    expect(new Set(files.map(({ filename }) => filename)).size).toBe(files.length)
    for (const { filename, bytes } of files) {
      const magic = MAGIC[extension(filename)]
      expect(bytes.length).toBeGreaterThan(500)
      expect(bytes.toString('latin1', 0, magic?.length)).toBe(magic)
    }
  })

  it('keep every letter of every person in a PDF of one or two pages', async () => {
    for (const [index, person] of people.entries()) {
      const file = files[index]
      if (!file || extension(file.filename) !== 'pdf') continue
      const { text, pages } = await readPdf(file)
      expect(pages).toBeLessThanOrEqual(2)
      expect(text.startsWith(person.name)).toBe(true)
      const facts = [
        person.summary,
        ...person.skills,
        ...person.experiences.flatMap(({ bullets }) => bullets),
      ]
      for (const fact of facts) expect(text).toContain(fact)
    }
  })

  it('fail for a reason: one has no structure, the other no text', async () => {
    const [truncated, scanned] = files.filter((file) => file.expect === 'failed')
    if (!truncated || !scanned) throw new Error('a damaged file is missing')
    await expect(readPdf(truncated)).rejects.toThrow('Invalid PDF structure')
    await expect(readPdf(scanned)).resolves.toEqual({ text: '', pages: 1 })
  })
})

describe('demoJobs', () => {
  it('state ranges in order and weights from 0 to 1', () => {
    expect(demoJobs).toHaveLength(2)
    for (const { job, skills } of demoJobs) {
      expect(job.experience_min).toBeLessThan(job.experience_max)
      expect(job.salary.min).toBeLessThan(job.salary.max)
      expect(skills.skills.every(({ weight }) => weight > 0 && weight <= 1)).toBe(true)
    }
  })
})

const extension = (filename: string): string => filename.split('.').at(-1) ?? ''

const ofType = (candidates: DemoFile[], type: string): DemoFile[] =>
  candidates.filter(({ filename }) => extension(filename) === type)

async function readPdf({ bytes }: DemoFile): Promise<{ text: string; pages: number }> {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  const { text, totalPages } = await extractText(document, { mergePages: true })
  return { text: text.replace(/\s+/g, ' '), pages: totalPages }
}
