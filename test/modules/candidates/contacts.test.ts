import { describe, expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { addCandidate, address, changesOf, idsOf, pointersOf } from './support.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

const read = async (id: string, by = admin) => (await by.get(`/v1/candidates/${id}?expand=contacts`)).body
const patch = (id: string, body: object) => admin.patch(`/v1/candidates/${id}`, body)

describe('several addresses', () => {
  test('are kept with the primary one on the candidate', async () => {
    const [work, home] = [address(), address()]
    const { id, ...made } = await addCandidate(admin, {
      emails: [
        { email: work.toUpperCase(), type: 'work' },
        { email: home, is_primary: true },
      ],
      phones: [{ phone: '+44 20 7946 0018', type: 'home' }, { phone: '+1 (415) 555-2671' }],
    })
    expect(made).toMatchObject({ email: home, phone: '+442079460018' })
    expect(made).not.toHaveProperty('emails')
    expect(await read(id)).toMatchObject({
      emails: [
        { email: work, type: 'work', is_primary: false },
        { email: home, type: 'other', is_primary: true },
      ],
      phones: [
        { phone: '+442079460018', type: 'home', is_primary: true },
        { phone: '+14155552671', type: 'other', is_primary: false },
      ],
    })
  })

  const one = address()
  test.each([
    [{ emails: [{ email: one }, { email: one.toUpperCase() }] }, ['/emails/1/email']],
    [
      {
        emails: [
          { email: one, is_primary: true },
          { email: address(), is_primary: true },
        ],
      },
      ['/emails/1/is_primary'],
    ],
    [{ emails: [{ email: 'ada@' }] }, ['/emails/0/email']],
    [{ emails: [{ email: one, type: 'secret' }] }, ['/emails/0/type']],
    [{ emails: Array.from({ length: 21 }, () => ({ email: address() })) }, ['/emails']],
    [{ emails: null }, ['/emails']],
    [{ email: address(), emails: [{ email: one }] }, ['/email']],
    [{ email: null, emails: [{ email: one }] }, ['/email']],
    [{ phones: [{ phone: '+14155552671' }, { phone: '+1 415 555 2671' }] }, ['/phones/1/phone']],
    [{ phones: [{ phone: '12' }] }, ['/phones/0/phone']],
    [{ phone: '+14155552671', phones: [] }, ['/phone']],
  ])('are refused as %j', async (fields, pointers) => {
    const made = await admin.post('/v1/candidates', { first_name: 'A', last_name: 'B', ...fields })
    expect([made.status, pointersOf(made)]).toEqual([422, pointers])
    const { id } = await addCandidate(admin)
    const changed = await patch(id, fields)
    expect([changed.status, pointersOf(changed)]).toEqual([422, pointers])
  })

  test('the primary one alone is replaced, promoted or taken away', async () => {
    const [a, b, c] = [address(), address(), address()]
    const { id } = await addCandidate(admin, { emails: [{ email: a, type: 'work' }, { email: b }] })
    const emailsAfter = async (email: string | null) => {
      expect((await patch(id, { email })).body.email).toBe(email)
      return (await read(id)).emails.map((entry: { email: string; is_primary: boolean }) => [
        entry.email,
        entry.is_primary,
      ])
    }
    expect(await emailsAfter(c)).toEqual([
      [c, true],
      [b, false],
    ])
    expect(await emailsAfter(b)).toEqual([
      [c, false],
      [b, true],
    ])
    expect(await emailsAfter(null)).toEqual([[c, false]])
    expect(await emailsAfter(a)).toEqual([
      [a, true],
      [c, false],
    ])
    expect(await changesOf(api, tenant, id)).toEqual(Array.from({ length: 4 }, () => ['email', 'emails']))
    await addCandidate(admin, { email: b })
  })

  test('that are what they were leave no trace', async () => {
    const emails = [{ email: address(), type: 'work', is_primary: true }]
    const made = await addCandidate(admin, { emails, phone: '+14155552671' })
    expect((await patch(made.id, { emails, phones: [{ phone: '+1 415 555 2671' }] })).body).toEqual(made)
    expect(await changesOf(api, tenant, made.id)).toEqual([])
  })

  test('a type alone is a change', async () => {
    const email = address()
    const { id } = await addCandidate(admin, { email })
    expect((await patch(id, { emails: [{ email, type: 'work' }] })).body).toMatchObject({ email, version: 2 })
    expect(await changesOf(api, tenant, id)).toEqual([['emails']])
  })
})

describe('an address that someone has, primary or not', () => {
  test('cannot be taken by another', async () => {
    const second = address()
    const first = await addCandidate(admin, { emails: [{ email: address() }, { email: second }] })
    const other = await addCandidate(admin)
    for (const fields of [{ email: second }, { emails: [{ email: address() }, { email: second }] }]) {
      const answers = [
        await admin.post('/v1/candidates', { first_name: 'A', last_name: 'B', ...fields }),
        await patch(other.id, fields),
      ]
      for (const { status, body } of answers) {
        expect(status).toBe(409)
        expect(body).toMatchObject({ code: 'candidate.duplicate', existing_id: first.id })
      }
    }
    expect(await read(other.id)).toMatchObject({ email: null, emails: [], version: 1 })
  })

  test('finds the candidate in the list', async () => {
    const [one, two] = [address(), address()]
    const { id } = await addCandidate(admin, { emails: [{ email: one }, { email: two }] })
    const other = await addCandidate(admin, { email: address() })
    expect(idsOf(await admin.get(`/v1/candidates?filter[email]=${two}`))).toEqual([id])
    const both = await admin.get(
      `/v1/candidates?filter[email][in]=${one},${two},${other.email}&sort=created_at`,
    )
    expect(idsOf(both)).toEqual([id, other.id])
  })

  test('is one candidate’s, of several who take crossing sets at once', async () => {
    const [a, b] = [address(), address()]
    const take = (emails: string[]) =>
      admin.post('/v1/candidates', {
        first_name: 'A',
        last_name: 'B',
        emails: emails.map((email) => ({ email })),
      })
    const answers = await Promise.all([take([a, b]), take([b, a]), take([a]), take([b])])
    const made = answers.filter(({ status }) => status === 201).map(({ body }) => body.id)
    const refused = answers.filter(({ status }) => status === 409)
    expect(made.length + refused.length).toBe(4)
    for (const { body } of refused) expect(made).toContain(body.existing_id)
    const found = await admin.get(`/v1/candidates?filter[email][in]=${a},${b}`)
    expect(new Set(idsOf(found))).toEqual(new Set(made))
  })
})

describe('quarantine', () => {
  test('frees all addresses, and restoring takes them back or refuses', async () => {
    const [one, two] = [address(), address()]
    const emails = [{ email: one }, { email: two }]
    const { id } = await addCandidate(admin, { emails, phone: '+14155552671' })
    const before = await read(id)
    await admin.delete(`/v1/candidates/${id}`)
    const heir = await addCandidate(admin, { email: two })
    const refused = await admin.post(`/v1/candidates/${id}/restore`)
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({ code: 'candidate.duplicate', existing_id: heir.id })
    await patch(heir.id, { email: null })
    expect((await admin.post(`/v1/candidates/${id}/restore`)).status).toBe(200)
    expect(await read(id)).toEqual({ ...before, version: 3, updated_at: expect.any(String) })
    expect((await patch(heir.id, { email: two })).status).toBe(409)
  })
})

test('who sees no contact data sees no addresses', async () => {
  const viewer = await tenant.member('viewer')
  const { id } = await addCandidate(admin, { email: address(), phone: '+14155552671' })
  expect(await read(id, viewer)).toMatchObject({ email: null, phone: null, emails: null, phones: null })
})
