import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { buildApp } from '#src/app.ts'
import type { FolderStorage } from '#src/platform/storage/folder-storage.ts'
import { objectKey } from '#src/platform/storage/object-key.ts'
import { testApi } from '#test/support/api.ts'
import { parsed, pdfOf, resumeText, send } from '../resumes/support.ts'

const api = await testApi()
const tenant = await api.tenant()
const { admin } = tenant

const linkTo = async (resumeId: string, query = ''): Promise<string> => {
  const { status, headers } = await admin.get(`/v1/resumes/${resumeId}/download${query}`)
  expect([status, headers['cache-control']]).toEqual([302, 'no-store'])
  return headers.location ?? ''
}

const statusOf = async (url: string) => {
  const { status, body } = await api.anonymous.get(url)
  return status === 200 ? 200 : [status, body.code]
}
const GONE = [404, 'file.not_found']

const bytes = await pdfOf(resumeText())
const { resume_id } = await parsed(tenant, { bytes, filename: 'Zoë “CV”.pdf' })

describe('a link to a file', () => {
  test('needs no token, and has the file saved under its name', async () => {
    const { status, headers } = await api.anonymous.get(await linkTo(resume_id))
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    })
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename="Zo_ _CV_.pdf"; filename\*=UTF-8''Zo%C3%AB/,
    )
  })

  test('is valid for five minutes, unless told otherwise', async () => {
    const [usual, short] = [await linkTo(resume_id), await linkTo(resume_id, '?expires_in=60')]
    api.clock.advance(61)
    expect([await statusOf(usual), await statusOf(short)]).toEqual([200, GONE])
    api.clock.advance(240)
    expect(await statusOf(usual)).toEqual(GONE)
  })

  test.each(['0', '3601', '1.5', 'x', ''])('cannot be valid for %j seconds', async (seconds) => {
    expect((await admin.get(`/v1/resumes/${resume_id}/download?expires_in=${seconds}`)).status).toBe(400)
  })

  test('cannot be forged or changed', async () => {
    const link = await linkTo(resume_id)
    const [payload = '', signature = ''] = link.slice('/files/'.length).split('.')
    const other = Buffer.from(payload, 'base64url').toString().replace(resume_id, tenant.id)
    const forged = [
      `/files/${Buffer.from(other).toString('base64url')}.${signature}`,
      `/files/${payload}.${Buffer.alloc(32).toString('base64url')}`,
      `/files/${payload}`,
      '/files/x',
      '/files/..%2f..%2fetc%2fpasswd',
      `/files/${'x'.repeat(5000)}.y`,
    ]
    for (const url of forged) {
      const { status } = await api.anonymous.get(url)
      expect(status).toBe(404)
    }
  })

  test('may carry the longest name there is', async () => {
    const { body } = await send(admin, { filename: `${'名'.repeat(190)}.txt` })
    expect(await statusOf(await linkTo(body.resume.id))).toBe(200)
  })

  test('of a file that is gone says no more than any other', async () => {
    const { body } = await send(admin)
    const link = await linkTo(body.resume.id)
    await api.context.storage.delete(objectKey(tenant.id, 'resumes', body.resume.id))
    expect(await statusOf(link)).toEqual(GONE)
  })

  test('does not tell a browser of types that it might run', async () => {
    const html = `<html><body>${resumeText().replaceAll('\n', '<br>')}</body></html>`
    const read = await parsed(tenant, { text: html, filename: 'resume.html' })
    const { headers } = await api.anonymous.get(await linkTo(read.resume_id))
    expect(headers['content-type']).toBe('application/octet-stream')
  })
})

describe('over a socket', () => {
  const storage = api.context.storage as FolderStorage
  const stream = new PassThrough()
  const endless = {
    ...storage,
    openSignedFile: async () => ({ stream, filename: 'x', contentType: 'text/plain', size: 1_000_000 }),
  }
  const origins: string[] = []
  const apps = [api.context, { ...api.context, storage: endless }].map((context) => buildApp(context))
  afterAll(() => Promise.all(apps.map((app) => app.close())))

  test('the bytes are those that were uploaded', async () => {
    for (const app of apps) {
      await app.listen({ host: '127.0.0.1', port: 0 })
      origins.push(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`)
    }
    const answer = await fetch(`${origins[0]}${await linkTo(resume_id)}`)
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
  })

  test('a client that goes away ends the reading', async () => {
    stream.write('the beginning')
    const caller = new AbortController()
    const answer = await fetch(`${origins[1]}/files/x`, { signal: caller.signal })
    await answer.body?.getReader().read()
    const ended = new Promise((resolve) => stream.once('close', resolve))
    caller.abort()
    await ended
    expect(stream.destroyed).toBe(true)
  })
})

test('a store that serves its links itself has none here', async () => {
  const { openSignedFile: _, ...elsewhere } = api.context.storage as FolderStorage
  const app = buildApp({ ...api.context, storage: elsewhere })
  const { statusCode } = await app.inject({ url: await linkTo(resume_id) })
  await app.close()
  expect(statusCode).toBe(404)
})
