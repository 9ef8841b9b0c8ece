import { describe, expect, test } from 'vitest'
import { addProvider } from '#test/modules/llm/provider.ts'
import { type TestTenant, testApi } from '#test/support/api.ts'
import { llmStub, type Reply } from '#test/support/llm-stub.ts'
import { parsed } from './support.ts'

const api = await testApi()
const stub = await llmStub()

const TEXT = `Maya Thornton
maya.thornton@example.com | +1 415 555 2671 | Portland, OR

Experience

Kiln Master, Brightwater Pottery
Mar 2019 - Present
- Fired stoneware.

Skills

TypeScript, Raku firing
`

const NOTHING = { full_name: '', location: '', experience: [], education: [], skills: [] }

const found = (fields: object): Reply => ({ text: JSON.stringify({ ...NOTHING, ...fields }) })

async function withModel(settings: object = {}) {
  const tenant = await api.tenant()
  await addProvider(tenant, stub)
  await tenant.admin.patch('/v1/ai/settings', { resume_parser: 'llm_custom', ...settings })
  return tenant
}

const builtin = async (text = TEXT) => parsed(await api.tenant(), { text })
const skillsOf = (parse: { parsed_data: { skills: { technical: string[] } } }) =>
  parse.parsed_data.skills.technical

describe('a model', () => {
  test('adds what the text says, where it says it', async () => {
    stub.replies(() => found({ skills: ['raku  FIRING', 'TypeScript', 'Kubernetes'] }))
    const text = TEXT.replace('Raku firing', 'Zzyzx raku firing')
    const tenant = await withModel()
    const parse = await parsed(tenant, { text })
    const plain = await builtin(text)
    expect(skillsOf(parse)).toEqual([...skillsOf(plain), 'raku firing'])
    const { confidence, span } = parse.provenance[`/skills/technical/${skillsOf(plain).length}`]
    expect(confidence).toBe(0.6)
    expect(text.slice(span.start, span.end).length).toBe('raku firing'.length)
    const [line] = (await tenant.admin.get('/v1/ai/lineage')).body.data
    expect(line).toMatchObject({
      feature: 'resume_parsing',
      entity_type: 'resume',
      entity_id: parse.resume_id,
    })
  })

  test('replaces nothing that stands', async () => {
    const experience = [{ title: 'Fired stoneware', company: 'Brightwater Pottery', location: 'Portland' }]
    stub.replies(() => found({ full_name: 'Kiln Master', location: 'Brightwater', experience }))
    const [parse, plain] = [await parsed(await withModel(), { text: TEXT }), await builtin()]
    expect(parse.parsed_data.personal).toEqual(plain.parsed_data.personal)
    expect(parse.parsed_data.experience.map(({ title }: { title: string }) => title)).toEqual(
      plain.parsed_data.experience.map(({ title }: { title: string }) => title),
    )
  })

  test.each<[string, Reply]>([
    ['is away', { status: 503 }],
    ['says no JSON', { text: 'Sure! Here you are' }],
    ['has another form', { text: '{"skills": "all"}' }],
    ['invents', found({ full_name: 'Ann Other', skills: ['Kubernetes', 'Raku', 'x'.repeat(200)] })],
  ])('that %s leaves what the built-in parser found', async (_what, reply) => {
    stub.replies(() => reply)
    const text = TEXT.replace(', Raku firing', '')
    const [parse, plain] = [await parsed(await withModel(), { text }), await builtin(text)]
    expect([parse.state, parse.parsed_data, parse.provenance]).toEqual([
      plain.state,
      plain.parsed_data,
      plain.provenance,
    ])
  })

  test.each([
    ['the feature', { disabled_features: ['resume_parsing'] }],
    ['all AI', { enabled: false }],
    ['the parser', { resume_parser: 'builtin' }],
  ])('is not asked where %s is switched off', async (_what, settings) => {
    const tenant = await withModel(settings)
    const from = stub.asked.length
    expect((await parsed(tenant, { text: TEXT })).parsed_data).toEqual((await builtin()).parsed_data)
    expect(stub.asked.length).toBe(from)
  })

  test('gets no names, contacts and places where the tenant keeps them at home', async () => {
    stub.replies(({ prompt }) => found({ skills: [/\[PERSON_1\]/.test(prompt) ? 'Raku firing' : 'none'] }))
    const tenant: TestTenant = await withModel({ minimise_personal_data: true })
    await parsed(tenant, { text: TEXT })
    const prompt = stub.asked.at(-1)?.prompt ?? ''
    for (const known of ['Maya', 'Thornton', 'maya.thornton', '415', 'Portland'])
      expect(prompt).not.toContain(known)
    expect(prompt).toContain('Brightwater Pottery')
  })
})
