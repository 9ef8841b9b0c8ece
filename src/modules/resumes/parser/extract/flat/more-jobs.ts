import { findExperience } from '#src/modules/resumes/parser/extract/experience.ts'
import { linesOf, type SectionBlock } from '#src/modules/resumes/parser/extract/sections.ts'
import { Field, fieldOf, type Tracked } from '#src/modules/resumes/parser/text/field.ts'
import type { Experience } from '#src/modules/resumes/parser/types.ts'
import { foldWords } from '#src/modules/resumes/parser/words/fold.ts'
import { sectionNamed } from '#src/modules/resumes/parser/words/headings.ts'
import { isCompany, isTitle } from '#src/modules/resumes/parser/words/titles.ts'
import type { Lexicon } from '#src/modules/skills/lexicon.ts'
import { companiesIn } from './companies.ts'
import { withinReach } from './look.ts'
import { headlineJobs, labelledJobs, leadingTitles, linedJobs, proseJobs, type ToldJob } from './told-jobs.ts'

type Job = Tracked<Experience>
const MAX_JOBS = 60
/** So many with a title and a company are a section that was understood. */
const ENTRIES = 2

/**
 * In a text without layout the entries of the experience section are not all: others stand under headings that
 * are none, in the headline, behind labels and in sentences. A job is added when it tells a title or a company
 * that none before it did.
 */
export function withMoreJobs(
  found: readonly Job[],
  blocks: readonly SectionBlock[],
  name: string | null,
  lexicon: Lexicon,
): Job[] {
  const jobs = found.map(sound).filter((job) => job.title || job.company)
  const elsewhere = findExperience(withinReach(linesOf(blocks, 'other', 'summary', 'skills')), lexicon)
    .map(sound)
    .filter(isNamed)
  const header = linesOf(blocks, 'header')
  const all = withinReach(linesOf(blocks, 'header', 'summary', 'experience', 'skills', 'other', 'contact'))
  const ofJobs = withinReach(linesOf(blocks, 'experience'))
  // Where the entries could be told, companies inside of them are clients.
  const whole = jobs.filter((job) => job.title && job.company)
  const isTold = whole.length >= ENTRIES || (whole.length > 0 && whole.length === jobs.length)
  const companies = isTold
    ? []
    : [
        ...companiesIn(ofJobs, true),
        ...companiesIn(withinReach(linesOf(blocks, 'header', 'summary', 'skills', 'other')), false),
      ]
  const told = [
    ...headlineJobs(header, name),
    ...linedJobs(ofJobs).slice(0, MAX_JOBS),
    ...labelledJobs(all).slice(0, MAX_JOBS),
    ...leadingTitles(ofJobs).slice(0, MAX_JOBS),
    ...proseJobs(all),
    ...companies.slice(0, MAX_JOBS).map((company) => ({ title: null, company })),
  ].map(toJob)
  for (const job of [...elsewhere, ...told]) if (jobs.length < MAX_JOBS && isNew(job, jobs)) jobs.push(job)
  return jobs
}

const toJob = ({ title, company }: ToldJob): Job => ({
  title: title ? fieldOf(title, 0.6) : null,
  company: company ? fieldOf(company, 0.6) : null,
  location: null,
  start_date: null,
  end_date: null,
  current: false,
  description: null,
  technologies: [],
})

const textOf = (value: Job['title']): string => (value instanceof Field ? (value.value ?? '') : (value ?? ''))

/** Both named by their words, and dated. */
const isNamed = (job: Job) =>
  (job.start_date !== null || job.end_date !== null) &&
  (isTitle(textOf(job.title)) || isCompany(textOf(job.company)))

/** Names without what is no name: labels, sentences and headings. */
function sound(job: Job): Job {
  return { ...job, title: soundName(job.title), company: soundName(job.company) }
}

function soundName(value: Job['title']): Job['title'] {
  const text = textOf(value)
  if (text === '') return null
  const isProse =
    /^\p{Ll}/u.test(text) ||
    (/[.;]$/.test(text) && !isCompany(text)) ||
    (/^\p{L}+(?:ing|ed)\s\p{Ll}/u.test(text) && text.split(' ').length > 2)
  const isLabel =
    /^(?:duration|location|project(?: name)?|environment|technolog(?:y|ies)|team size|period|updated|role|responsibilit\w+|till date|client|synopsis|description|name|page)\b\s?:?/i.test(
      text,
    )
  // 'Project Manager' is a title, 'Project: Manager' is none.
  const isNamedSo = isTitle(text) && !text.includes(':')
  return isProse || (isLabel && !isNamedSo) || sectionNamed(text) || text.split(' ').length > 12
    ? null
    : value
}

function isNew(job: Job, known: readonly Job[]): boolean {
  const [title, company] = [foldWords(textOf(job.title)), foldWords(textOf(job.company))]
  const hasTitle = title === '' || known.some((other) => includes(foldWords(textOf(other.title)), title))
  const hasCompany =
    company === '' || known.some((other) => includes(foldWords(textOf(other.company)), company))
  return !(hasTitle && hasCompany)
}

const includes = (known: string, given: string) =>
  known !== '' && (known.includes(given) || given.includes(known))
