import { type Attributes, parseXml } from './xml.ts'
import type { Archive } from './zip.ts'

interface Style {
  heading: boolean
  bullet: boolean
  bold: boolean
  /** Points; 0 is unknown. */
  size: number
  vanish: boolean
  white: boolean
  shaded: boolean
}

export interface Styles {
  normal: Style
  byId: ReadonlyMap<string, Style>
}

const NORMAL: Style = {
  heading: false,
  bullet: false,
  bold: false,
  size: 0,
  vanish: false,
  white: false,
  shaded: false,
}

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
    b(a) {
      current.bold = isOn(a)
    },
    vanish(a) {
      current.vanish = isOn(a)
    },
    color({ val }) {
      current.white = isWhite(val)
    },
    shd({ fill }) {
      if (isShade(fill)) current.shaded = true
    },
    sz({ val }) {
      current.size = Number(val) / 2 || 0
    },
  }
  parseXml(part, { open: (name, attributes) => open[name]?.(attributes), close: () => undefined })
  const normal = { ...NORMAL, ...withoutBase(defaults) }
  return { normal, byId: new Map([...raw].map(([id]) => [id, resolve(raw, id, normal)])) }
}

/** A property without a value is on. */
export const isOn = (a: Attributes): boolean => !/^(?:0|false|off|none)$/.test(a.val ?? '')

/** What nobody sees on white paper. */
export const isWhite = (color = ''): boolean => /^(?:f[5-9a-f]){3}$/i.test(color)

/** White may be seen on it. */
export const isShade = (fill = 'auto'): boolean => fill !== 'auto' && !isWhite(fill)

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
