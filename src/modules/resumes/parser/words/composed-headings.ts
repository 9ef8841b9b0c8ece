/** What qualifies the head of a heading: 'Relevant Legal Experience', 'Other Technical Skills'. */
const QUALIFIERS = new Set(
  `about academic accounting action additional administrative advanced and application applied area areas background banking
  brief business campus career carrier certification classroom clinical coaching college communication community
  complete computer consulting core corporate counseling creative current day demonstrated design detailed development
  driving educational educational employment engineering etc extra field finance financial functional further general
  graduate hands hardware highlights home hospitality hr immigration in industrial industry information internship it job
  key knowledge laboratory law leadership legal license management managerial marketing media medical military my networking
  nursing of office on organisational organizational other own paid part past people personal policy post practical
  previous primary prior pro professional program programming project projects public qualification qualifications recent
  related relevant research retail sales school science secondary selected service significant skill social software
  soft special specialized specific strategic strong student summary summer supervisory system systems teaching team
  tech technical technology the time total training transferable tutoring undergraduate university unpaid voluntary
  volunteer web with work working writing & areas core brief`.split(/\s+/),
)

const HEADS = {
  experience: `experience experiences employment internship internships career history jobs`,
  skills: `skill skills skillset competencies competences competency proficiencies proficiency expertise strengths
    abilities capabilities technologies tools knowledge languages platforms`,
  education: `education educations qualification qualifications academics degrees schooling credential`,
  summary: `summary profile objective objectives overview synopsis statement goal highlights`,
  certifications: `certification certifications certificates licenses licences licensure accreditations`,
  contact: 'details particulars information data',
  other: `achievements accomplishments awards honors honours activities publications presentations interests hobbies
    references memberships membership affiliations affiliation projects coursework courses trainings training
    conferences workshops patents involvement engagement declaration recognition service volunteering`,
}

type ComposedSection = keyof typeof HEADS

const SECTION_OF_HEAD = new Map<string, ComposedSection>()
for (const [section, heads] of Object.entries(HEADS)) {
  for (const head of heads.split(/\s+/))
    if (head !== '') SECTION_OF_HEAD.set(head, section as ComposedSection)
}

const MAX_WORDS = 6

/** A heading made of a head and what qualifies it, in folded words; 'summary of skills' has its head in front. */
export function composedHeading(folded: string): ComposedSection | null {
  const words = folded.split(' ')
  if (words.length < 2 || words.length > MAX_WORDS) return null
  const known = (word: string) => QUALIFIERS.has(word) || SECTION_OF_HEAD.has(word)
  if (!words.every(known)) return null
  const joint = words.findIndex((word) => word === 'and' || word === '&' || word === 'of')
  const front = joint > 0 ? words[joint - 1] : undefined
  const last = words.at(-1) ?? ''
  const head = front !== undefined && words[joint] !== 'of' && SECTION_OF_HEAD.has(front) ? front : last
  // 'Summary of qualifications' introduces; it does not list degrees.
  if (front === 'summary' && words[joint] === 'of') return last.startsWith('skill') ? 'skills' : 'summary'
  const section = SECTION_OF_HEAD.get(head) ?? null
  // Key, core and professional qualifications are what somebody can do.
  if (
    section === 'education' &&
    last.startsWith('qualification') &&
    !folded.includes('educat') &&
    !folded.includes('academ')
  )
    return 'summary'
  return section
}
