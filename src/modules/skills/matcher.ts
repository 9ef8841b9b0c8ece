import type { CatalogSkill, Skill } from './catalog.ts'
import { type FoldedText, fold, foldName } from './fold.ts'
import type { OwnNames } from './own-names.ts'

export interface SkillMatch {
  skill: Skill
  /** Named as only the tenant does. */
  isOwn: boolean
  start: number
  end: number
}

/** 'free' matches in any case, 'exact' only as written, 'context' as written and among other skills. */
type Certainty = 'free' | 'exact' | 'context'

interface Form {
  skill: Skill
  written: string
  certainty: Certainty
}

interface Node {
  next: Map<string, Node>
  forms: Form[]
}

interface Hit extends SkillMatch {
  certainty: Certainty
}

/**
 * The longest name at each word start, by a walk down a trie. Names are short, so the time is linear in the
 * text; names that are also plain words ('Go', 'R', 'Spring') count only where the text shows they are meant. The
 * names a tenant added are looked for at the same places; of two that begin together the longer one counts.
 */
export function createMatcher(
  skills: readonly CatalogSkill[],
): (text: string, own?: OwnNames) => SkillMatch[] {
  const root = buildTrie(skills)
  return (text, own) => {
    const hits = collectHits(text, fold(text), (folded, at) =>
      longer(longestAt(root, text, folded, at), own ? longestOwn(own, text, folded, at) : null),
    )
    return hits
      .filter((hit, index) => hit.certainty !== 'context' || isMeant(text, hits, index))
      .map(({ skill, isOwn, start, end }) => ({ skill, isOwn, start, end }))
  }
}

function buildTrie(skills: readonly CatalogSkill[]): Node {
  const root: Node = { next: new Map(), forms: [] }
  for (const skill of skills) {
    const guarded = new Set([...skill.exact, ...skill.context])
    if (!guarded.has(skill.name)) addForm(root, { skill, written: skill.name, certainty: 'free' })
    for (const written of skill.aliases) addForm(root, { skill, written, certainty: 'free' })
    for (const written of skill.exact) addForm(root, { skill, written, certainty: 'exact' })
    for (const written of skill.context) addForm(root, { skill, written, certainty: 'context' })
  }
  return root
}

function addForm(root: Node, form: Form): void {
  let node = root
  for (const unit of foldName(form.written)) {
    let child = node.next.get(unit)
    if (child === undefined) {
      child = { next: new Map(), forms: [] }
      node.next.set(unit, child)
    }
    node = child
  }
  node.forms.push(form)
}

function collectHits(
  text: string,
  folded: FoldedText,
  longestHit: (folded: FoldedText, at: number) => Hit | null,
): Hit[] {
  const hits: Hit[] = []
  let at = 0
  while (at < folded.text.length) {
    const hit = startsWord(text, offset(folded, at)) ? longestHit(folded, at) : null
    if (hit === null) {
      at++
      continue
    }
    hits.push(hit)
    while (at < folded.text.length && offset(folded, at) < hit.end) at++
  }
  return hits
}

function longer(one: Hit | null, other: Hit | null): Hit | null {
  if (one === null || other === null) return one ?? other
  return other.end > one.end ? other : one
}

function longestAt(root: Node, text: string, folded: FoldedText, at: number): Hit | null {
  let best: Hit | null = null
  let node: Node | undefined = root
  for (let i = at; i < folded.text.length; i++) {
    node = node.next.get(folded.text.charAt(i))
    if (node === undefined) break
    if (node.forms.length === 0) continue
    best = hitOf(node.forms, text, offset(folded, at), offset(folded, i) + 1) ?? best
  }
  return best
}

function longestOwn({ skills, lengths }: OwnNames, text: string, folded: FoldedText, at: number): Hit | null {
  for (const length of lengths.get(folded.text.charAt(at)) ?? []) {
    const skill = skills.get(folded.text.slice(at, at + length))
    const [start, end] = [offset(folded, at), offset(folded, at + length - 1) + 1]
    if (skill === undefined || !endsWord(text, end) || isPartOfAddress(text, start, end)) continue
    return { skill, isOwn: true, certainty: 'free', start, end }
  }
  return null
}

function hitOf(forms: readonly Form[], text: string, start: number, end: number): Hit | null {
  if (!endsWord(text, end)) return null
  const written = text.slice(start, end)
  const form = forms.find((f) => f.certainty === 'free' || f.written === written)
  if (form === undefined || isPartOfAddress(text, start, end)) return null
  return { skill: form.skill, isOwn: false, certainty: form.certainty, start, end }
}

function offset(folded: FoldedText, index: number): number {
  return folded.offsets[index] ?? 0
}

function startsWord(text: string, start: number): boolean {
  return start === 0 || !isWordUnit(text, start - 1)
}

function endsWord(text: string, end: number): boolean {
  const after = text.charAt(end)
  return after === '' || !(isWordUnit(text, end) || after === '+' || after === '#')
}

/** 'oracle' in 'jo@oracle.com' and 'html' in 'index.html' say nothing about a person's skills. */
function isPartOfAddress(text: string, start: number, end: number): boolean {
  if (text.charAt(end) === '@' || text.charAt(start - 1) === '@') return true
  if (text.charAt(end) === '.' && /[a-z]/.test(text.charAt(end + 1))) return true
  return (
    text.charAt(start - 1) === '.' && /[a-z]/.test(text.charAt(start)) && /\w/.test(text.charAt(start - 2))
  )
}

const WORD = /[\p{L}\p{N}\p{M}_]/u
// These scripts write no spaces between words, so a neighbouring letter is no sign of a longer word.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

const ASCII_WORD = Array.from({ length: 128 }, (_, code) => WORD.test(String.fromCharCode(code)))

const isWordUnit = (text: string, at: number): boolean =>
  ASCII_WORD[text.charCodeAt(at)] ?? (WORD.test(text.charAt(at)) && !UNSPACED.test(text.charAt(at)))

/** UTF-16 units between an ambiguous name and the certain skill that vouches for it. */
const NEIGHBOURHOOD = 80
/** Two ambiguous names vouch for each other only as neighbours in a list. */
const LIST_GAP = 4
const EDGE_REACH = 16
const LEFT_EDGE =
  /(^|[,;:/|•·▪◦●*()[\]&\n\t]|[-–—]\s|\b(and|or|in|with|using|y|et|und|mit|e|ou|en|con|avec))\s*$/iu
const RIGHT_EDGE = /^\s*($|[,;/|•·▪◦●*()[\]&\n\t.]|\s[-–—]|(and|or|y|et|und|e|ou|en|with)\b)/iu
const NOUN_AFTER =
  /^[\s-]+(program|language|develop|engineer|cod(e|ing)|script|framework|microservice|backend)/i

function isMeant(text: string, hits: readonly Hit[], index: number): boolean {
  const hit = hits[index]
  if (hit === undefined) return false
  if (NOUN_AFTER.test(text.slice(hit.end, hit.end + EDGE_REACH))) return true
  const previous = hits[index - 1]
  const next = hits[index + 1]
  const leftEdge = (previous && isBlank(text, previous.end, hit.start)) || endsInEdge(text, hit.start)
  const rightEdge = (next && isBlank(text, hit.end, next.start)) || beginsWithEdge(text, hit.end)
  if (!leftEdge || !rightEdge) return false
  return vouches(hit, previous) || vouches(hit, next) || text.trim().length === hit.end - hit.start
}

function endsInEdge(text: string, at: number): boolean {
  return LEFT_EDGE.test(text.slice(Math.max(0, at - EDGE_REACH), at))
}

function beginsWithEdge(text: string, at: number): boolean {
  return RIGHT_EDGE.test(text.slice(at, at + EDGE_REACH))
}

function isBlank(text: string, start: number, end: number): boolean {
  return end - start < EDGE_REACH && text.slice(start, end).trim() === ''
}

function vouches(hit: Hit, other: Hit | undefined): boolean {
  if (other === undefined || other.skill.kind !== 'technical' || other.skill === hit.skill) return false
  const gap = other.start > hit.start ? other.start - hit.end : hit.start - other.end
  return gap <= (other.certainty === 'context' ? LIST_GAP : NEIGHBOURHOOD)
}
