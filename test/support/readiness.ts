/** What a server says of its parts, with the status of the answer. */
export async function readinessOf(
  origin: string,
): Promise<{ status: number; parts: Record<string, string> }> {
  const response = await fetch(`${origin}/health/ready`)
  const { parts } = (await response.json()) as { parts: Record<string, string> }
  return { status: response.status, parts }
}
