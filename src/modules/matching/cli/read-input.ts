import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'

const id = z.union([z.string().min(1).max(1000), z.number()]).transform(String)
const docSchema = z.object({ id, text: z.string() })
const jobsSchema = z.array(z.object({ id, title: z.string(), description: z.string().nullish() }))

export type Doc = z.infer<typeof docSchema>
export type Job = z.infer<typeof jobsSchema>[number]

/** The resumes of a file, one JSON a line; empty lines are none. @throws Error that names the line */
export async function* readDocs(path: string): AsyncGenerator<Doc> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
  let number = 0
  for await (const line of lines) {
    number += 1
    if (line.trim() !== '') yield parsed(docSchema, line, `${path}:${number}`)
  }
}

/** The jobs of a file, one JSON array. @throws Error that names what is wrong */
export const readJobs = async (path: string): Promise<Job[]> =>
  parsed(jobsSchema, await readFile(path, 'utf8'), path)

function parsed<T>(schema: z.ZodType<T>, json: string, where: string): T {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new Error(`${where} is no JSON`)
  }
  const result = schema.safeParse(value)
  if (!result.success) throw new Error(`${where}: ${z.prettifyError(result.error)}`)
  return result.data
}
