/** Behind the #, where the token reaches no server and no log; null where there is no page to take it. */
export const linkOf = (webUrl: string | undefined, id: string, token: string): string | null =>
  webUrl ? `${webUrl}/screenings/${id}#token=${token}` : null
