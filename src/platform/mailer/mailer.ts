/** A mail in both of its forms. */
export interface MailContent {
  subject: string
  text: string
  html: string
}

export interface Mail extends MailContent {
  /** What the `Message-ID` is made of: the same for every attempt, so that receivers see a duplicate for what it is. */
  id: string
  /** What kind of mail it is, for the log. */
  template: string
  to: string
}

/** Hands mails on. A mail may go out twice where a process dies between handing it on and writing that down. */
export interface Mailer {
  /** @throws MailError */
  send(mail: Mail, signal?: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** The message is fit for the log: a server's own words repeat addresses. */
export class MailError extends Error {
  readonly code: string

  constructor(code: string) {
    super(`the mail was not taken: ${code}`)
    this.name = 'MailError'
    this.code = code
  }
}
