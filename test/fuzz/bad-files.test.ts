import { expect, test } from 'vitest'
import { testApi } from '#test/support/api.ts'
import { parsed, runTogether, send } from '../modules/resumes/support.ts'
import { badFiles } from './bad-files.ts'

const api = await testApi()

test('bad files end with a reason, each within its bounds, while those of others are read', async () => {
  const [harmful, harmless] = [await api.tenant(), await api.tenant()]
  const files = await badFiles()
  const sent = []
  for (const file of files) {
    const { status, body, text } = await send(harmful.admin, file)
    expect([file.what, status, status === 202 ? '' : text]).toEqual([file.what, 202, ''])
    sent.push({ ...file, parseId: body.parse.id, stored: body.resume.filename })
  }
  const working = runTogether(api, harmful)
  for (let n = 0; n < 5; n++) expect((await parsed(harmless)).state).toBe('parsed')
  await working
  await harmful.drain()

  for (const { what, reasons, parseId, stored } of sent) {
    const { body } = await harmful.admin.get(`/v1/resume-parses/${parseId}`)
    expect([what, ['failed', 'needs_review'].includes(body.state), body.state]).toEqual([
      what,
      true,
      body.state,
    ])
    expect(reasons, `${what} ended with ${body.reason_codes}`).toContain(
      body.reason_codes.find((code: string) => reasons.includes(code)),
    )
    expect(stored, what).not.toMatch(/[/\\]/)
  }
}, 300_000)
