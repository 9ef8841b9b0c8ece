import { blankInstructions } from './instructions/find-instructions.ts'
import type { Resume } from './resume.ts'

/**
 * A resume without what it says to machines that read it. Parsers leave such sentences out of the fields already; older
 * ones did not. Offsets stay.
 */
export function unaddressed(resume: Resume): Resume {
  const { data } = resume
  const text = blankInstructions(resume.text)
  if (text === resume.text) return resume
  const said = (field: string | null) => field && blankInstructions(field)
  const experience = data.experience.map((position) => ({
    ...position,
    description: said(position.description),
  }))
  return { ...resume, data: { ...data, experience, summary: said(data.summary) }, text }
}
