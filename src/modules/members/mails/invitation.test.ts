import { expect, test } from 'vitest'
import { type InvitationMail, invitationMail } from './invitation.ts'

const MAIL: InvitationMail = {
  tenant: { name: 'Ada & Co', locale: 'en-GB', timeZone: 'Europe/Lisbon' },
  inviter: 'Ada Admin',
  role: 'hiring_manager',
  expiresAt: new Date('2027-01-02T03:04:05Z'),
  token: 'inv_secret',
  webUrl: 'https://jobs.example.com',
}

test('says who invites, to what, and until when', () => {
  const { subject, text, html } = invitationMail(MAIL)
  expect(subject).toBe('Join Ada & Co')
  for (const body of [text, html.replaceAll('&amp;', '&')]) {
    expect(body).toContain('Ada Admin invites you to join Ada & Co as a hiring manager.')
    expect(body).toContain('until 2 January 2027 at 03:04 (Europe/Lisbon)')
    expect(body).toContain('https://jobs.example.com/invitations/accept#token=inv_secret')
  }
})

test('writes times as the tenant does', () => {
  const tenant = { name: 'Ada', locale: 'de', timeZone: 'Asia/Tokyo' }
  expect(invitationMail({ ...MAIL, tenant }).text).toContain('2. Januar 2027 um 12:04 (Asia/Tokyo)')
})

test('shows the token where there is no page to take it', () => {
  const { text, html } = invitationMail({ ...MAIL, webUrl: undefined })
  expect(text).toContain('\n\ninv_secret\n\n')
  expect(html).toContain('<code>inv_secret</code>')
})

test('is no HTML of those who write the names', () => {
  const tenant = { ...MAIL.tenant, name: '<img src=x onerror="alert(1)">' }
  const { html } = invitationMail({ ...MAIL, tenant, inviter: `<a href='//evil.example'>Ada</a>` })
  expect(html).not.toMatch(/<img|<a href='/)
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;')
  expect(html).toContain('&lt;a href=&#39;//evil.example&#39;&gt;')
})
