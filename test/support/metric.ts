/** The value of one series of a server's metrics; 0 when it has none yet. */
export async function metricOf(
  origin: string,
  name: string,
  labels: Record<string, string>,
): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text()
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  const line = text
    .split('\n')
    .find((each) => each.startsWith(`${name}{`) && wanted.every((label) => each.includes(label)))
  return Number(line?.split(' ').at(-1) ?? 0)
}
