import { type Mail, MailError, type Mailer } from '#src/platform/mailer/mailer.ts'

export interface MemoryMailer extends Mailer {
  readonly sent: Mail[]
  /** How many of the next mails are refused. */
  refuse: number
  /** The last mail to an address. */
  lastTo(address: string): Mail | undefined
}

/** Keeps mails where a test finds them. */
export function memoryMailer(): MemoryMailer {
  const sent: Mail[] = []
  return {
    sent,
    refuse: 0,
    lastTo: (address) => sent.findLast(({ to }) => to === address),
    async send(mail) {
      if (this.refuse > 0) {
        this.refuse -= 1
        throw new MailError('EENVELOPE 451')
      }
      sent.push(mail)
    },
    close: async () => {},
  }
}
