import { isDeepStrictEqual } from 'node:util'
import { yearsCovered } from '#src/lib/years-covered.ts'
import type { ParsedEdits } from './parse-edits.schemas.ts'
import type { ParsedData, Provenance } from './parser/types.ts'

export interface Findings {
  data: ParsedData
  provenance: Provenance
}

/** What was found with a person's corrections laid over it, each value marked by who it is from. */
export function applyEdits({ data, provenance }: Findings, edits: ParsedEdits, asOf: Date): Findings {
  const edited = {
    ...data,
    ...edits,
    personal: { ...data.personal, ...edits.personal },
    skills: { ...data.skills, ...edits.skills },
  } as ParsedData
  if (edits.experience && edits.years_of_experience === undefined) {
    edited.years_of_experience = yearsCovered(edited.experience, asOf)
  }
  const traced: Provenance = {}
  trace({ value: edited, pointer: '' }, { value: data, pointer: '' }, provenance, traced)
  return { data: edited, provenance: traced }
}

/** Corrections of what had been corrected before. */
export const mergeEdits = (earlier: ParsedEdits | null, later: ParsedEdits): ParsedEdits => ({
  ...earlier,
  ...later,
  ...((earlier?.personal || later.personal) && { personal: { ...earlier?.personal, ...later.personal } }),
  ...((earlier?.skills || later.skills) && { skills: { ...earlier?.skills, ...later.skills } }),
})

interface Place {
  value: unknown
  pointer: string
}

const BY_A_PERSON = { confidence: 1, span: null, source: 'person' } as const

/** A value that stayed keeps its source, also where its place in a list is another one. */
function trace(now: Place, before: Place, known: Provenance, traced: Provenance): void {
  if (now.value !== null && typeof now.value === 'object') {
    for (const [key, value] of Object.entries(now.value)) {
      trace({ value, pointer: `${now.pointer}/${key}` }, originOf(key, value, before), known, traced)
    }
  } else if (now.value !== (before.value ?? null)) {
    traced[now.pointer] = BY_A_PERSON
  } else {
    const source = known[before.pointer]
    if (source) traced[now.pointer] = source
  }
}

function originOf(key: string, value: unknown, before: Place): Place {
  const members = (before.value ?? {}) as Record<string, unknown>
  const moved = Array.isArray(members) ? members.findIndex((item) => isDeepStrictEqual(item, value)) : -1
  const origin = moved >= 0 ? String(moved) : key
  return { value: members[origin], pointer: `${before.pointer}/${origin}` }
}
