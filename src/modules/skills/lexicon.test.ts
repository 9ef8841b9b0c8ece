import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldName } from './fold.ts'
import {
  findSkills,
  lexiconWith,
  normalizeSkill,
  type OwnSkill,
  relatedTo,
  skillRelation,
} from './lexicon.ts'

const keysIn = (text: string) => findSkills(text).map((skill) => skill.key)

describe('findSkills', () => {
  it.each([
    ['C++, C#, .NET, ASP.NET and Node.js', ['cpp', 'csharp', 'dotnet', 'dotnet', 'nodejs']],
    ['React Native and React', ['react-native', 'react']],
    ['SQL Server before SQL', ['sql-server', 'sql']],
    ['machine\n learning, back-end', ['machine-learning', 'backend-development']],
    ['gestion d’équipe, Teamfähigkeit', ['team-management', 'teamwork']],
    ['日本語が話せる', ['japanese']],
    ['Cash register, forklift, wound care', ['cash-handling', 'forklift', 'wound-care']],
  ])('finds the longest names: %s', (text, keys) => {
    expect(keysIn(text)).toEqual(keys)
  })

  it.each([
    ['Languages: C, Go, R, Python', ['c', 'go', 'r', 'python']],
    ['Java Spring, Hibernate', ['java', 'spring', 'hibernate']],
    ['react, node.js', ['react', 'nodejs']],
    ['Go programming', ['go']],
    ['Go', ['go']],
  ])('reads an ambiguous name among other skills: %s', (text, keys) => {
    expect(keysIn(text)).toEqual(keys)
  })

  it.each([
    'We go to the office in spring and make a swift decision',
    'Vitamin C, grade C, C-level',
    'Ruby Smith, Julia Lin',
    'Acme SAS, Paris',
    'react quickly and excel at access to the word',
    'jo@oracle.com, www.oracle.com, index.html',
    'javanese, scalable, unreacted',
  ])('leaves plain words alone: %s', (text) => {
    expect(keysIn(text)).toEqual([])
  })

  it('gives UTF-16 offsets into the text as written', () => {
    const text = '👩‍💻 İ  Français,  Machine\u00a0 Learning'
    expect(findSkills(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Français',
      'Machine\u00a0 Learning',
    ])
  })

  it('takes any text, in reading order and without overlap', () => {
    const fragments = fc.constantFrom(
      'C',
      'Go',
      ', ',
      'react',
      '.js',
      '\u0301',
      'ﬁ',
      ' ',
      '日本語',
      '+',
      '#',
      '\ud800',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(fragments, fc.string({ unit: 'binary' }))), (parts) => {
        const text = parts.join('')
        let end = 0
        for (const found of findSkills(text)) {
          expect(found.start).toBeGreaterThanOrEqual(end)
          expect(found.end).toBeGreaterThan(found.start)
          end = found.end
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

describe('normalizeSkill', () => {
  it.each([
    ['golang', 'go'],
    ['c', 'c'],
    ['ReactJS', 'react'],
    ['Python 3.11', 'python'],
    ['Excel (advanced)', 'excel'],
    ['Französisch', 'french'],
  ])('knows %s', (name, key) => {
    expect(normalizeSkill(name).key).toBe(key)
  })

  it('keeps an unknown name under a slug', () => {
    expect(normalizeSkill(' Underwater  Basket-Weaving ')).toEqual({
      key: 'underwater-basket-weaving',
      name: 'Underwater  Basket-Weaving',
      kind: 'technical',
      category: 'other',
    })
    expect(normalizeSkill('!!!').key).toBe('unnamed')
  })
})

describe('skillRelation', () => {
  it('is 1 for the same, less for what is implied, and less again further away', () => {
    expect(skillRelation('react', 'react')).toBe(1)
    expect(skillRelation('react', 'javascript')).toBe(0.8)
    expect(skillRelation('nextjs', 'javascript')).toBe(0.64)
    expect(skillRelation('vue', 'react')).toBe(0.5)
    expect(skillRelation('javascript', 'react')).toBe(0.3)
    expect(skillRelation('nursing', 'react')).toBe(0)
  })

  it('lists what answers a wish in part', () => {
    expect(relatedTo('react').get('vue')).toBe(0.5)
    expect(relatedTo('no-such-skill').size).toBe(0)
  })
})

describe('the lexicon of a tenant', () => {
  const own = (name: string, fields: Partial<OwnSkill> = {}): OwnSkill => ({
    key: name.toLowerCase().replace(/\W+/g, '-'),
    name,
    kind: 'technical',
    category: 'other',
    forms: [foldName(name)],
    implies: [],
    ...fields,
  })
  const lexicon = lexiconWith([
    own('Kiln Firing', { forms: ['kiln firing', 'kilns'], implies: ['wheel', 'nextjs'] }),
    own('Wheel', { implies: ['kiln-firing', 'baking-clay'] }),
    own('Python Potter'),
    own('React', { key: 'react', forms: ['our ui kit'] }),
  ])
  const found = (text: string) =>
    lexicon.findSkills(text).map(({ key, isOwn, start, end }) => [key, isOwn, text.slice(start, end)])

  it.each([
    ['KILN  firing, kilns', ['kiln-firing', 'kiln-firing']],
    ['Python, Python Potter', ['python', 'python-potter']],
    ['our ui-kit', ['react']],
    ['SQL Server', ['sql-server']],
    ['kilnsman, wheels, me@wheel.com', []],
  ])('finds its names among the built-in ones: %s', (text, keys) => {
    expect(found(text).map(([key]) => key)).toEqual(keys)
  })

  it('tells names of the tenant from those everybody knows', () => {
    expect(found('React or Our UI Kit')).toEqual([
      ['react', false, 'React'],
      ['react', true, 'Our UI Kit'],
    ])
  })

  it('knows them standing alone, by their keys, and nothing else', () => {
    expect(lexicon.normalizeSkill('KILNS (expert)')).toMatchObject({
      key: 'kiln-firing',
      name: 'Kiln Firing',
    })
    expect(lexicon.normalizeSkill('kiln_firing')).toMatchObject({ key: 'kiln-firing' })
    expect(lexicon.normalizeSkill('golang').key).toBe('go')
    expect(normalizeSkill('Kilns').key).toBe('kilns')
    expect(lexiconWith([]).findSkills('Kiln firing')).toEqual([])
  })

  it('implies over several steps, also in a circle', () => {
    const implied = lexicon.impliedByOwn('kiln-firing')
    expect([implied.get('wheel'), implied.get('nextjs'), implied.get('react')]).toEqual([0.8, 0.8, 0.64])
    expect([implied.get('baking-clay'), implied.get('kiln-firing')]).toEqual([0.64, undefined])
    expect(lexicon.impliedByOwn('react').size).toBe(0)
  })
})
