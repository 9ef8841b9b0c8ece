import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Logger } from 'pino'
import { compose, domainOf, NO_ACCESS } from './compose.ts'
import type { Mailer } from './mailer.ts'

export interface LogMailerOptions {
  log: Logger
  from: string
  /** Where mails are kept as files, for a developer to open; absent where nobody may find them. */
  dir?: string | undefined
}

/** Stands in where there is no mail server: says which mail it was, and neither to whom nor what it said. */
export function logMailer({ log, from, dir }: LogMailerOptions): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, ...NO_ACCESS })
  return {
    async send(mail) {
      const about = { template: mail.template, domain: domainOf(mail.to) }
      const { message } = await transport.sendMail(compose(mail, from))
      if (dir === undefined) return log.warn(about, 'a mail was not sent: no SMTP_URL is set')
      const path = join(dir, `${mail.id}.eml`)
      await mkdir(dir, { recursive: true, mode: 0o700 })
      await writeFile(path, message as Buffer, { mode: 0o600 })
      log.info({ ...about, path }, 'a mail was written to a file: no SMTP_URL is set')
    },
    close: async () => transport.close(),
  }
}
