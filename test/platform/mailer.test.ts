import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import pino from 'pino'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { logMailer } from '#src/platform/mailer/log-mailer.ts'
import { type Mail, MailError, type Mailer } from '#src/platform/mailer/mailer.ts'
import { smtpMailer } from '#src/platform/mailer/smtp-mailer.ts'

const FROM = 'Shortlist <no-reply@mail.example>'
const MAIL: Mail = {
  id: '0190-a.1',
  template: 'greeting',
  to: 'grace@people.example',
  subject: 'Grüße für Grace',
  text: 'Hello\n.\nthe dot above is text, and /etc/passwd a word',
  html: '<p>Hello</p>',
}
/** Headers may not be made by values. */
const FORGED: Partial<Mail>[] = [
  { subject: 'Hello\r\nBcc: eve@evil.example' },
  { subject: 'Hello\nBcc: eve@evil.example' },
  { to: 'grace@people.example\r\nBcc: eve@evil.example' },
  { to: 'grace@people.example, eve@evil.example' },
  { to: 'Grace <grace@people.example>' },
  { id: 'a>\r\nBcc: eve@evil.example' },
  { id: '../../etc/passwd' },
]

describe('by SMTP', () => {
  interface Received {
    to: string[]
    from: string
    message: string
    user: string | undefined
  }
  let server: SMTPServer
  let port: number
  let mailer: Mailer | undefined
  const received: Received[] = []

  async function listen(options: SMTPServerOptions = {}): Promise<Mailer> {
    received.length = 0
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        done(password === 'right' ? null : new Error(`no such user ${username}`), { user: username }),
      onData: (stream, { envelope, user }, done) => {
        const { mailFrom, rcptTo } = envelope
        const from = mailFrom ? mailFrom.address : ''
        text(stream).then((message) => {
          received.push({ to: rcptTo.map(({ address }) => address), from, message, user: user as string })
          done()
        }, done)
      },
      ...options,
    })
    server.on('error', () => {})
    server.listen(0, '127.0.0.1')
    await once(server.server, 'listening')
    port = (server.server.address() as AddressInfo).port
    return to()
  }

  function to(credentials = ''): Mailer {
    mailer = smtpMailer({ url: `smtp://${credentials}127.0.0.1:${port}`, from: FROM })
    return mailer
  }

  afterEach(async () => {
    await mailer?.close()
    await new Promise<void>((resolve) => server.close(resolve))
  })

  test('a mail arrives in both its forms, with an id of our own', async () => {
    await (await listen()).send(MAIL)
    const [{ to: rcpt, from, message } = { to: [], from: '', message: '' }] = received
    expect([rcpt, from]).toEqual([['grace@people.example'], 'no-reply@mail.example'])
    expect(message).toContain('Message-ID: <0190-a.1@mail.example>')
    expect(message).toContain(`From: ${FROM}`)
    expect(message).toMatch(/^Subject: =\?UTF-8\?/m)
    expect(message).toContain('multipart/alternative')
    expect(message).toContain('<p>Hello</p>')
    expect(message).toContain('the dot above is text')
  })

  test('with the user and password of the URL', async () => {
    await listen()
    await to('robot:right@').send(MAIL)
    expect(received.map(({ user }) => user)).toEqual(['robot'])
  })

  test.each(FORGED)('%j is refused before anything is sent', async (change) => {
    const smtp = await listen()
    await expect(smtp.send({ ...MAIL, ...change })).rejects.toThrow('INVALID_HEADER')
    expect(received).toEqual([])
  })

  test.each<[string, string, SMTPServerOptions]>([
    ['an unknown recipient', 'EENVELOPE 550', { onRcptTo: (_address, _session, done) => done(refusal(550)) }],
    [
      'a busy server',
      'EMESSAGE 451',
      { onData: (stream, _session, done) => stream.resume().on('end', () => done(refusal(451))) },
    ],
  ])('%s is an error that names nobody', async (_what, reason, options) => {
    const error = await (await listen(options)).send(MAIL).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(MailError)
    expect((error as MailError).code).toBe(reason)
    expect(`${error} ${(error as Error).cause}`).not.toContain('grace')
  })

  test('a wrong password is one too', async () => {
    await listen()
    await expect(to('robot:wrong@').send(MAIL)).rejects.toThrow('EAUTH 535')
  })

  test('a server that says nothing is given up with the signal', async () => {
    const smtp = await listen({ onConnect: () => {} })
    const gaveUp = new AbortController()
    const sending = smtp.send(MAIL, gaveUp.signal)
    gaveUp.abort()
    await expect(sending).rejects.toBeInstanceOf(MailError)
  })

  test('nobody listens', async () => {
    await listen()
    mailer = smtpMailer({ url: 'smtp://127.0.0.1:1', from: FROM })
    await expect(mailer.send(MAIL)).rejects.toThrow(/ESOCKET|ECONNECTION|ECONNREFUSED/)
  })

  const refusal = (responseCode: number) =>
    Object.assign(new Error('grace@people.example is not known here'), { responseCode })
})

describe('without a server', () => {
  let dir: string
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => lines.push(line) })

  beforeEach(async () => {
    lines.length = 0
    dir = await mkdtemp(join(tmpdir(), 'shortlist-mail-'))
    return () => rm(dir, { recursive: true, force: true })
  })

  test('a mail is kept as a file for its owner’s eyes, whose path is logged', async () => {
    const folder = join(dir, 'mail')
    await logMailer({ log, from: FROM, dir: folder }).send(MAIL)
    const path = join(folder, '0190-a.1.eml')
    expect(await readFile(path, 'utf8')).toContain('<p>Hello</p>')
    expect([(await stat(path)).mode & 0o777, (await stat(folder)).mode & 0o777]).toEqual([0o600, 0o700])
    expect(lines.join()).toContain(path)
  })

  test('a second attempt is the same file', async () => {
    const mailer = logMailer({ log, from: FROM, dir })
    await mailer.send(MAIL)
    await mailer.send(MAIL)
    expect(await readdir(dir)).toEqual(['0190-a.1.eml'])
  })

  test('the log says which mail and where to, not to whom and not what', async () => {
    await logMailer({ log, from: FROM }).send(MAIL)
    const logged = lines.join()
    expect(logged).toContain('"template":"greeting","domain":"people.example"')
    for (const secret of ['grace', 'Grüße', 'Hello']) expect(logged).not.toContain(secret)
    expect(await readdir(dir)).toEqual([])
  })

  test.each(FORGED)('%j is refused', async (change) => {
    const sending = logMailer({ log, from: FROM, dir }).send({ ...MAIL, ...change })
    await expect(sending).rejects.toThrow('INVALID_HEADER')
    expect(await readdir(dir)).toEqual([])
  })
})
