import type { DomNode } from 'html-to-text'
import { isWhite } from './docx-styles.ts'

/** Declarations that take text away from who looks at the page. */
const HIDING =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0\d*)?\s*(?:;|!|$)|font-size\s*:\s*(?:0|0?\.\d+|1)\s*(?:px|pt|r?em|%)?\s*(?:;|!|$)|(?:text-indent|left|top|margin-left)\s*:\s*-\d{3,})/i
const COLOR = /(?:^|;)\s*color\s*:\s*([^;!]{3,40})/i
const BACKGROUND = /(?:^|;)\s*background(?:-color|-image)?\s*:\s*([^;!]{3,200})/i
const MAX_RULES = 2000

type Look = 'hidden' | 'white' | 'shaded'

/** Which elements of a page are not seen, by their own declarations and those of the page's style sheets. */
export class UnseenElements {
  /** Text was left out. */
  found = false
  /** Looks by simple selectors: a class, an id, or the name of an element. */
  readonly #rules = new Map<string, Set<Look>>()

  constructor(html: string) {
    const sheets = [...html.matchAll(/<style\b[^>]{0,500}>([^<]{0,200000})/gi)].map((match) => match[1] ?? '')
    for (const sheet of sheets) this.#readSheet(sheet)
  }

  /** Takes what nobody sees out of a tree. */
  prune(root: DomNode): void {
    const open = [root]
    for (let node = open.pop(); node; node = open.pop()) {
      const seen: DomNode[] = []
      for (const child of node.children ?? []) {
        if (child.name === 'head') continue
        if (child.type === 'tag' && this.#isUnseen(child)) this.found ||= hasText(child)
        else seen.push(child)
      }
      node.children = seen
      open.push(...seen)
    }
  }

  #readSheet(sheet: string): void {
    const rules = sheet.replace(/\/\*[^*]{0,5000}\*\//g, '').matchAll(/([^{}]{1,500})\{([^{}]{0,5000})\}/g)
    for (const [, selectors = '', declarations = ''] of [...rules].slice(0, MAX_RULES)) {
      const looks = looksOf(declarations)
      for (const selector of selectors.split(',').map((part) => part.trim().toLowerCase())) {
        if (looks.length > 0 && /^(?:[.#]?[\w-]+)$/.test(selector))
          this.#rules.set(selector, new Set([...(this.#rules.get(selector) ?? []), ...looks]))
      }
    }
  }

  /** White text is seen where it or something around it has a colour below. */
  #isUnseen(elem: DomNode): boolean {
    if (this.#has(elem, 'hidden')) return true
    if (!this.#has(elem, 'white')) return false
    for (let at: DomNode | undefined = elem; at; at = at.parent) if (this.#has(at, 'shaded')) return false
    return true
  }

  #has(elem: DomNode, look: Look): boolean {
    const { style = '', class: names = '', id = '', hidden, color, bgcolor } = elem.attribs ?? {}
    if (look === 'hidden' && hidden !== undefined) return true
    if (look === 'white' && color !== undefined && isWhiteColor(color)) return true
    if (look === 'shaded' && bgcolor !== undefined && !isWhiteColor(bgcolor)) return true
    const keys = [elem.name ?? '', `#${id}`, ...names.split(/\s+/, 20).map((name: string) => `.${name}`)]
    return looksOf(style).includes(look) || keys.some((key) => this.#rules.get(key.toLowerCase())?.has(look))
  }
}

function looksOf(declarations: string): Look[] {
  const looks: Look[] = []
  if (HIDING.test(declarations)) looks.push('hidden')
  const color = COLOR.exec(declarations)?.[1]
  if (color && isWhiteColor(color)) looks.push('white')
  const background = BACKGROUND.exec(declarations)?.[1]
  if (background && !/^\s*(?:none|transparent|inherit)/i.test(background) && !isWhiteColor(background))
    looks.push('shaded')
  return looks
}

function isWhiteColor(given: string): boolean {
  const color = given.trim().toLowerCase()
  if (color === 'white' || color === 'transparent') return true
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(color)
  if (short) return isWhite([...color.slice(1)].map((digit) => digit + digit).join(''))
  if (color.startsWith('#')) return isWhite(color.slice(1))
  const channels = /^rgba?\(([^)]{5,40})\)/
    .exec(color)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number)
  if (!channels) return false
  return channels[3] === 0 || channels.slice(0, 3).every((channel) => channel >= 0xf5)
}

function hasText(root: DomNode): boolean {
  const open = [root]
  for (let node = open.pop(); node; node = open.pop()) {
    if ((node.data ?? '').trim() !== '') return true
    open.push(...(node.children ?? []))
  }
  return false
}
