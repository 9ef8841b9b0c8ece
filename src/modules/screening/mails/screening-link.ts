import { escapeHtml } from '#src/lib/html.ts'
import type { MailContent } from '#src/platform/mailer/mailer.ts'

export interface ScreeningLinkMail {
  tenant: { name: string; locale: string; timeZone: string }
  jobTitle: string
  expiresAt: Date
  /** With the token behind its #; without a page the mail shows the token. */
  link: string | null
  token: string
}

export function screeningLinkMail(mail: ScreeningLinkMail): MailContent {
  const { tenant, jobTitle, link, token } = mail
  const lead = `${tenant.name} has some questions about your application for “${jobTitle}”. They are put to you in writing by software; before the first one you are told how, and how to ask for a person instead.`
  const until = `The link is yours alone and works until ${timeOf(mail)}.`
  return {
    subject: `Questions about your application to ${tenant.name}`,
    text: [lead, link ? `Begin here: ${link}` : `${BY_HAND}\n\n${token}`, until].join('\n\n').concat('\n'),
    html: [
      `<p>${escapeHtml(lead)}</p>`,
      link
        ? `<p><a href="${escapeHtml(link)}">Begin</a></p>`
        : `<p>${escapeHtml(BY_HAND)}</p>\n<p><code>${escapeHtml(token)}</code></p>`,
      `<p>${escapeHtml(until)}</p>`,
      '',
    ].join('\n'),
  }
}

const BY_HAND = 'Begin with this token, as the Authorization header of /candidate/v1/screenings:'

const timeOf = ({ expiresAt, tenant: { locale, timeZone } }: ScreeningLinkMail) =>
  `${new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(expiresAt)} (${timeZone})`
