/** The day that an option of a command line names, in UTC. @throws RangeError for what is no day */
export function dateOption(name: string, given: string): Date {
  const date = new Date(`${given}T00:00:00Z`)
  const isDate = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(given)
  if (!/^\d{4}-\d\d-\d\d$/.test(given) || !isDate) throw new RangeError(`${name} takes a date, YYYY-MM-DD`)
  return date
}
