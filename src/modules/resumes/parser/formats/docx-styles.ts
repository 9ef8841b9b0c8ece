import { type Attributes, parseXml } from './xml.ts'
import type { Archive } from './zip.ts'

interface Style {
  heading: boolean
  bullet: boolean
  bold: boolean
  /** Points; 0 is unknown. */
  size: number
}

export interface Styles {
  normal: Style
  byId: ReadonlyMap<string, Style>
}

const NORMAL: Style = { heading: false, bullet: false, bold: false, size: 0 }

interface RawStyle extends Partial<Style> {
  basedOn?: string
}

/** The part of the styles that tells a heading from a text. Names are English in every localised Word, ids are not. */
export async function readStyles(archive: Archive): Promise<Styles> {
  const part = await archive.read('word/styles.xml')
  if (!part) return { normal: NORMAL, byId: new Map() }
  const raw = new Map<string, RawStyle>()
  const defaults: RawStyle = {}
  let current: RawStyle = defaults
  const open: Record<string, (a: Attributes) => void> = {
    style(a) {
      current = {}
      raw.set(a.styleId ?? '', current)
    },
    name({ val = '' }) {
      if (/^(?:heading \d|title)$/i.test(val)) current.heading = true
      if (/^list (?:bullet|number|paragraph)/i.test(val)) current.bullet = true
    },
    basedOn({ val }) {
      if (val) current.basedOn = val
    },
    b({ val = '' }) {
      current.bold = !/^(?:0|false|off)$/.test(val)
    },
    sz({ val }) {
      current.size = Number(val) / 2 || 0
    },
  }
  parseXml(part, { open: (name, attributes) => open[name]?.(attributes), close: () => undefined })
  const normal = { ...NORMAL, ...withoutBase(defaults) }
  return { normal, byId: new Map([...raw].map(([id]) => [id, resolve(raw, id, normal)])) }
}

const MAX_BASES = 10

function resolve(raw: ReadonlyMap<string, RawStyle>, id: string, normal: Style): Style {
  const chain: RawStyle[] = []
  let next: string | undefined = id
  while (next !== undefined && chain.length < MAX_BASES) {
    const style: RawStyle | undefined = raw.get(next)
    if (style) chain.unshift(style)
    next = style?.basedOn
  }
  return Object.assign({ ...normal }, ...chain.map(withoutBase))
}

const withoutBase = ({ basedOn: _, ...style }: RawStyle): Partial<Style> => style
