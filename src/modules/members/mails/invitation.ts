import type { Role } from '#src/db/schema/identity.ts'
import { escapeHtml } from '#src/lib/html.ts'
import type { MailContent } from '#src/platform/mailer/mailer.ts'

export interface InvitationMail {
  tenant: { name: string; locale: string; timeZone: string }
  /** Who invites, by name. */
  inviter: string
  role: Role
  expiresAt: Date
  token: string
  /** Where a page takes the token; without one the mail shows it. */
  webUrl: string | undefined
}

const ROLE_NAMES: Record<Role, string> = {
  admin: 'an administrator',
  recruiter: 'a recruiter',
  hiring_manager: 'a hiring manager',
  interviewer: 'an interviewer',
  viewer: 'a viewer',
  client: 'a client',
}

export function invitationMail(mail: InvitationMail): MailContent {
  const { tenant, inviter, role, token, webUrl } = mail
  const lead = `${inviter} invites you to join ${tenant.name} as ${ROLE_NAMES[role]}.`
  const until = `The invitation works once, until ${timeOf(mail)}. Ignore this mail if you do not know what it is about.`
  // Behind the #, where it reaches no server and no log.
  const link = webUrl && `${webUrl}/invitations/accept#token=${token}`
  return {
    subject: `Join ${tenant.name}`,
    text: [lead, link ? `Accept here: ${link}` : `${BY_HAND}\n\n${token}`, until].join('\n\n').concat('\n'),
    html: [
      `<p>${escapeHtml(lead)}</p>`,
      link
        ? `<p><a href="${escapeHtml(link)}">Accept the invitation</a></p>`
        : `<p>${escapeHtml(BY_HAND)}</p>\n<p><code>${escapeHtml(token)}</code></p>`,
      `<p>${escapeHtml(until)}</p>`,
      '',
    ].join('\n'),
  }
}

const BY_HAND = 'Accept with this token, by POST /v1/invitations/accept:'

const timeOf = ({ expiresAt, tenant: { locale, timeZone } }: InvitationMail) =>
  `${new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(expiresAt)} (${timeZone})`
