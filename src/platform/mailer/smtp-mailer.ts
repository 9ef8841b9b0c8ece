import { createTransport } from 'nodemailer'
import { compose, NO_ACCESS } from './compose.ts'
import { MailError, type Mailer } from './mailer.ts'

export interface SmtpMailerOptions {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  url: string
  from: string
}

/** Milliseconds; all of them together stay below what a task may take. */
const TIMEOUTS = {
  dnsTimeout: 5_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
}

/** Sends each mail over a connection of its own: there are few, and none may wait for a stale one. */
export function smtpMailer({ url, from }: SmtpMailerOptions): Mailer {
  const transport = createTransport({ ...TIMEOUTS, ...NO_ACCESS, url })
  return {
    async send(mail, signal) {
      const message = { ...compose(mail, from), ...(signal && { signal }) }
      await transport.sendMail(message).catch((error: unknown) => {
        throw new MailError(reasonOf(error))
      })
    },
    close: async () => transport.close(),
  }
}

/** The library's word and the server's number, such as `EENVELOPE 550`. */
function reasonOf(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  return [code, responseCode].filter((part) => part !== undefined).join(' ') || 'unknown'
}
