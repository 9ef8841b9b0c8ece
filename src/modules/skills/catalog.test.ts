import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { allSkills, LEXICON_VERSION } from './catalog.ts'
import relations from './data/relations.json' with { type: 'json' }
import { foldName } from './fold.ts'

const skills = allSkills()
const keys = new Set(skills.map((skill) => skill.key))

describe('the skill data', () => {
  it('is broad, with unique kebab keys', () => {
    expect(skills.length).toBeGreaterThan(1000)
    expect(keys.size).toBe(skills.length)
    expect([...keys].filter((key) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(key))).toEqual([])
  })

  it('gives every written form to one skill', () => {
    const owners = new Map<string, string>()
    const contested = skills.flatMap(({ key, name, aliases, exact, context }) =>
      [name, ...aliases, ...exact, ...context].filter((form) => {
        const owner = owners.get(foldName(form)) ?? key
        owners.set(foldName(form), owner)
        return owner !== key
      }),
    )
    expect(contested).toEqual([])
  })

  it('lets no free form be a single letter', () => {
    const free = skills.flatMap(({ name, aliases, exact, context }) =>
      [name, ...aliases].filter((form) => !exact.includes(form) && !context.includes(form)),
    )
    expect(free.filter((form) => /^[a-z]$/i.test(form))).toEqual([])
  })

  it('relates known skills only', () => {
    const named = [
      ...Object.entries(relations.implies).flatMap(([held, implied]) => [held, ...implied]),
      ...relations.related.flatMap((group) => group.skills),
    ]
    expect(named.filter((key) => !keys.has(key))).toEqual([])
  })

  it('has a version, which changes with it', () => {
    const content = createHash('sha256')
      .update(JSON.stringify([skills, relations]))
      .digest('hex')
    expect([LEXICON_VERSION, content.slice(0, 16)]).toMatchInlineSnapshot(`
      [
        2,
        "86744569d2974c8a",
      ]
    `)
  })
})
