export type JsonSchema = { [keyword: string]: unknown }

/** A copy in which every reference has gone through `move`. */
export function mapRefs<T extends object>(part: T, move: (ref: string) => string): T {
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node !== 'object' || node === null) return node
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, key === '$ref' ? move(value as string) : walk(value)]),
    )
  }
  return walk(part) as T
}

/** Every reference in a part of a document. */
export function refsIn(part: object): string[] {
  const refs: string[] = []
  mapRefs(part, (ref) => {
    refs.push(ref)
    return ref
  })
  return refs
}

/** Components by section (`schemas`, `responses`, …) and name. */
export type Components = Record<string, Record<string, JsonSchema>>

/** The components that `uses` refer to, directly or through each other. */
export function referenced(components: Components, uses: object[]): Components {
  const reached = new Map<string, JsonSchema>()
  const waiting = uses.flatMap(refsIn)
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    if (reached.has(ref)) continue
    const component = find(components, ref)
    reached.set(ref, component)
    waiting.push(...refsIn(component))
  }
  const isReached = (section: string, name: string) => reached.has(`#/components/${section}/${name}`)
  return mapSections(components, (section, named) =>
    Object.fromEntries(Object.entries(named).filter(([name]) => isReached(section, name))),
  )
}

function find(components: Components, ref: string): JsonSchema {
  const [, section = '', name = ''] = /^#\/components\/(\w+)\/(.+)$/.exec(ref) ?? []
  const component = components[section]?.[name]
  if (!component) throw new Error(`${ref} names no component`)
  return component
}

const mapSections = (
  components: Components,
  map: (section: string, named: Record<string, JsonSchema>) => Record<string, JsonSchema>,
): Components =>
  Object.fromEntries(Object.entries(components).map(([section, named]) => [section, map(section, named)]))
