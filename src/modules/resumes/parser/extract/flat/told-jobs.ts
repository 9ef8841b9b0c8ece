import { locationCountry } from '#src/modules/resumes/parser/extract/location.ts'
import type { Line } from '#src/modules/resumes/parser/text/document.ts'
import { cut, type Slice, sliceOf } from '#src/modules/resumes/parser/text/slice.ts'
import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { isCompany, isTitle } from '#src/modules/resumes/parser/words/titles.ts'

/** A job told without dates: in the headline, behind a label or in a sentence. */
export interface ToldJob {
  title: Slice | null
  company: Slice | null
}

const MAX_HEADLINE = 90
/** Lines below the name that a headline can stand in. */
const HEADLINES = 3

/** 'Senior Analyst - Acme' or 'Engineer at Acme' below the name. */
export function headlineJobs(header: readonly Line[], name: string | null): ToldJob[] {
  return header.slice(0, HEADLINES + 1).flatMap((line): ToldJob[] => {
    const text = line.text
    if (
      text.length > MAX_HEADLINE ||
      /[@:\t]|[.!]$|\w\.\w+\//.test(text) ||
      text === name ||
      sectionNamed(text)
    )
      return []
    const slice = sliceOf(line)
    const parting = /\s[-–—|]\s(?=[^-–—|]*$)|\s(?:at|@)\s/.exec(slice.text)
    if (parting) {
      const title = cut(slice, 0, parting.index)
      const company = cut(slice, parting.index + parting[0].length)
      if (isShortTitle(title.text) && isName(company.text)) return [{ title, company }]
    }
    return isShortTitle(slice.text) && !parting ? [{ title: slice, company: null }] : []
  })
}

const TITLE_LABEL =
  /^(?:roles?|designation|position(?: held)?|job title|job role|title|post(?: held)?)\s?[:–-]+\s?(?=\S)/i
const COMPANY_LABEL =
  /^(?:company(?: name)?|organi[sz]ation(?: name)?|employer(?: name)?|name of (?:the )?(?:company|organi[sz]ation|employer)|firm)\s?[:–-]+\s?(?=\S)/i
/** Lines between a labelled company and its labelled role. */
const NEAR = 4

/** `Company: Acme` and `Designation: Engineer`, next to each other or alone. */
export function labelledJobs(lines: readonly Line[]): ToldJob[] {
  const jobs: ToldJob[] = []
  let since = NEAR
  for (const line of lines) {
    since += 1
    const slice = sliceOf(line)
    const title = behindLabel(slice, TITLE_LABEL, isShortTitle)
    const company = behindLabel(slice, COMPANY_LABEL, isName)
    if (!title && !company) continue
    const last = jobs.at(-1)
    if (last && since <= NEAR && ((title && !last.title) || (company && !last.company))) {
      last.title ??= title
      last.company ??= company
    } else jobs.push({ title, company })
    since = 0
  }
  return jobs
}

function behindLabel(slice: Slice, label: RegExp, accepts: (text: string) => boolean): Slice | null {
  const found = label.exec(slice.text)?.[0].length
  if (found === undefined) return null
  const value = cut(slice, found)
  const end = /\s?[(|;]|,\s|\.\s|\s[-–]\s|\s(?:19|20)\d\d/.exec(value.text)?.index
  const short = end === undefined ? value : cut(value, 0, end)
  return accepts(short.text) ? short : null
}

/** 'worked as a data analyst at Acme', 'my role as a Quality Engineer' */
const AS = /\b(?:as|role of|position of|designated as|as the)\s(?:an?\s|the\s)?(?=[\p{L}])/giu
const TITLE_WORDS = /^(?:[\p{L}][\p{L}\p{M}.&/+#-]{0,20}\s?){1,6}/u
const TITLE_END =
  /\s(?:at|in|with|for|from|on|to|and|under|since|where|who|involved|responsible|by|during|within|i|my|is|was|of|,)\s/i
const AT_COMPANY = /^,?\s?(?:at|in|with|for|of)\s(?:the\s|an?\s)?/i
const WORKED_AT =
  /\b(?:[Ww]ork(?:ed|ing)|[Ee]mployed|employee|[Ii]nternship|[Ii]ntern)\s(?:at|with|for|in)\s(?=\p{Lu})/gu
const COMPANY_NAME = /^(?:\p{Lu}[\p{L}\p{M}\d.&'’-]{0,30}(?:\s(?:of|and|&|the)(?=\s\p{Lu}))?\s?){1,7}/u
const MAX_TOLD = 40

export function proseJobs(lines: readonly Line[]): ToldJob[] {
  const jobs: ToldJob[] = []
  for (const line of lines) {
    const slice = sliceOf(line)
    for (const mark of slice.text.matchAll(AS)) {
      const job = titleFrom(slice, mark.index + mark[0].length)
      if (job) jobs.push(job)
    }
    for (const mark of slice.text.matchAll(WORKED_AT)) {
      const company = companyFrom(slice, mark.index + mark[0].length)
      if (company && isCompany(company.text)) jobs.push({ title: null, company })
    }
    if (jobs.length >= MAX_TOLD) break
  }
  return jobs
}

function titleFrom(slice: Slice, from: number): ToldJob | null {
  const run = TITLE_WORDS.exec(slice.text.slice(from, from + 120))?.[0] ?? ''
  const end = TITLE_END.exec(run)?.index ?? run.length
  const title = cut(slice, from, from + end)
  if (!isShortTitle(title.text) || !isTitle(title.text.split(/[\s/]+/).at(-1) ?? '')) return null
  const rest = slice.text.slice(from + end, from + end + 120)
  const at = AT_COMPANY.exec(rest)?.[0].length
  return { title, company: at === undefined ? null : companyFrom(slice, from + end + at) }
}

function companyFrom(slice: Slice, from: number): Slice | null {
  const length = COMPANY_NAME.exec(slice.text.slice(from, from + 120))?.[0].length
  const company = length === undefined ? null : cut(slice, from, from + length)
  return company && isName(company.text) ? company : null
}

/** A title that begins a line and goes on in capitals: 'Assistant Manager, Acme, 2010'. */
export function leadingTitles(lines: readonly Line[]): ToldJob[] {
  return lines.flatMap((line): ToldJob[] => {
    const run = LEADING.exec(line.text)?.[0] ?? ''
    const title = sliceOf(line, 0, run.length)
    const last = title.text.split(/[\s/]+/).at(-1) ?? ''
    const isWhole = isTitle(last) || /\b(?:of|for)\s\p{Lu}/u.test(title.text)
    const goesOn = /^\s\p{Ll}/u.test(line.text.slice(run.trimEnd().length)) && !isTitle(last)
    return isShortTitle(title.text) && isWhole && !goesOn ? [{ title, company: null }] : []
  })
}

const MAX_WORDS_OF_NAME = 6

/** A title and a company on short lines of their own, without dates: 'Trainer', then 'Acme -'. */
export function linedJobs(lines: readonly Line[]): ToldJob[] {
  return lines.flatMap((line, i): ToldJob[] => {
    const after = lines[i + 1]
    if (!after || line.bullet || after.bullet || (i > 0 && !line.gap)) return []
    const [title, company] = [sliceOf(line), sliceOf(after)]
    const isTitled = i === 0 ? isFirstTitle(title.text) : isShortTitle(title.text)
    const isShort = company.text.split(' ').length <= MAX_WORDS_OF_NAME && !/[.:;]$|\d{4}/.test(after.text)
    return isTitled && isShort && isName(company.text) && !isTitle(company.text) ? [{ title, company }] : []
  })
}

/** What opens a section of jobs in two words is a title, whatever its words. */
const isFirstTitle = (text: string) =>
  isShortTitle(text) || /^\p{Lu}[\p{L}/&-]*(?:\s\p{Lu}[\p{L}/&-]*)?$/u.test(text)

const LEADING = /^(?:(?:\p{Lu}[\p{L}.'’+#-]*(?:\/\p{L}+)*|&|\/|of|and|for|the|to)(?:\s|$|(?=[,;:(|–]))){1,8}/u

const isShortTitle = (text: string) =>
  text.length >= 3 &&
  text.length <= 60 &&
  text.split(' ').length <= 7 &&
  isTitle(text) &&
  !isCompany(text) &&
  !/\d{3}/.test(text)

const isName = (text: string) =>
  /^[\p{Lu}\d]/u.test(text) &&
  text.length >= 2 &&
  text.length <= 70 &&
  text.split(' ').length <= 9 &&
  !locationCountry(text)
