import type { SendMailOptions } from 'nodemailer'
import { type Mail, MailError } from './mailer.ts'

/** For every transport: what a mail says is never a path or an address to read from. */
export const NO_ACCESS = { disableFileAccess: true, disableUrlAccess: true } as const

const CONTROL = /\p{Cc}/u
const ADDRESS = /^[^\s,;<>()"@]+@[^\s,;<>()"@]+$/
const ID = /^[\w.-]{1,100}$/

/** A mail as nodemailer takes it. @throws MailError where a header would carry more than its own value */
export function compose({ id, to, subject, text, html }: Mail, from: string): SendMailOptions {
  if (!ID.test(id) || !ADDRESS.test(to) || CONTROL.test(subject)) throw new MailError('INVALID_HEADER')
  return { messageId: `<${id}@${domainOf(from)}>`, from, to, subject, text, html }
}

/** `Name <box@domain>` or `box@domain`. */
export const domainOf = (address: string): string => /@([^@<>\s]+)>?$/.exec(address)?.[1] ?? 'localhost'
