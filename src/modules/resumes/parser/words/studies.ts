import { foldWords } from './fold.ts'

/** Words of the names of subjects, folded. */
const FIELD_WORDS = new Set(
  `accountancy accounting accounts acting actuarial administration administrative advertising aeronautical aeronautics aerospace
  agricultural agriculture agronomy american analysis analytics anatomy animal animation anthropology apparel applications
  applied archaeology architecture art arts asian astronomy athletic audio automation automobile automotive aviation banking
  behavioral behavioural biochemical biochemistry bioinformatics biological biology biomedical biotechnology botany
  broadcasting business chemical chemistry child civil classics clinical cognitive commerce commercial communication
  communications community comparative computation computational computer computers computing conservation construction
  consumer control corporate counseling counselling creative criminal criminology culinary cultural curriculum cyber data
  database dance decision dental dentistry design developmental development dietetics digital drama early earth ecology
  econometrics economic economics education educational electrical electronic electronics elementary embedded energy
  engineering english enterprise entrepreneurship environment environmental epidemiology ethics event exercise family fashion
  film finance financial fine fisheries food foreign forensic forestry french game gender general genetics geographic
  geography geology geophysics german government graphic graphics health healthcare hindi history home horticulture
  hospitality hotel housing human humanities industrial informatics information instructional instrumentation instruments
  insurance integrated interactive interdisciplinary interior international internet investment islamic journalism justice
  kinesiology labor language languages law laws leadership learning legal leisure liberal library life linguistics literature
  logistics management manufacturing marine market marketing mass material materials math mathematics maths mechanical
  mechatronics media medical medicine mental metallurgical metallurgy microbiology microelectronics middle midwifery military
  mining mobile modern molecular multimedia museum music nanotechnology natural network networking networks neuroscience
  nuclear nursing nutrition occupational oceanography office operations optical optometry organizational organisational
  painting pathology peace pediatric performing personnel petroleum pharmaceutical pharmacology pharmacy philosophy
  photography physical physics physiology physiotherapy planning plant plastics policy political politics polymer power
  printing process product production professional programming project psychiatry psychology public publishing
  purchasing quality quantitative radio radiology real recreation regional rehabilitation relations religion religious
  renewable resource resources retail risk robotics rural safety sales sanskrit school science sciences secondary secretarial
  security semiconductor signal social society sociology software soil space spanish special speech sport sports statistical
  statistics strategic strategy structural studies supply surgery sustainability system systems tax taxation teaching technical
  technology telecom telecommunication telecommunications television textile textiles theater theatre theology theoretical
  therapy tourism trade translation transport transportation urban veterinary video visual vlsi water web welfare wildlife
  women womens work writing zoology`.split(/\s+/),
)

export const isFieldWord = (word: string): boolean => FIELD_WORDS.has(foldWords(word).replace(/ s$/, ''))

/** Degrees whose short form is not a word: written with a capital, dots anywhere. */
const SHORT =
  `Ph\\.? ?D|Ed\\.? ?D|D\\.? ?Phil|Ed\\.?S|M\\.? ?B\\.? ?A|P\\.?G\\.?D\\.?B\\.?[AM]|P\\.?G\\.?D\\.?C\\.?A|P\\.?G\\.?D\\.?M|PGDHRM|PGP|PGD|
  M\\.? ?C\\.? ?A|M\\.? ?Tech|M\\.? ?Sc|M\\.? ?Com|M\\.? ?Ed|M\\.? ?Phil|M\\.? ?Eng|M\\.? ?Arch|M\\.? ?Pharm(?:a|acy)?|MPH|MPA|MFA|MSW|MIS|MMS|
  M\\.S|M\\.A|M\\.E|M\\.D|M\\.Div|LL\\.? ?[BM]|J\\.D|B\\.? ?B\\.? ?A|BBM|BMS|BHM|B\\.? ?C\\.? ?A|B\\.? ?Tech|B\\.? ?Sc|B\\.? ?Com|B\\.? ?Ed|B\\.? ?Eng|B\\.? ?Arch|
  B\\.? ?Pharm(?:a|acy)?|B\\.? ?Voc|B\\.F\\.A|BFA|B\\.S|B\\.A|B\\.E|B\\.L|BSN|BSEE|BSCS|BDS|MBBS|MCS|BCL|BCS|A\\.A\\.S|A\\.A|A\\.S|H\\.? ?S\\.? ?C|S\\.? ?S\\.? ?C|S\\.?S\\.?L\\.?C|
  BTEC|HND|HNC|GNVQ|NVQ|GCSEs?|GED|ICSE|AISSCE|AISSE|CBSE|D\\.Ed|ITI`.replace(/\s*\n\s*/g, '')
/** Two capitals that mean other things too; believed before a subject only, or where studies are told. */
const TWO_LETTERS = 'MS|MA|BS|BA|BE|ME|AS|AA'
const LONG = `(?:Post[- ]?[Gg]raduate |Post[- ]?[Gg]raduation |[Aa]dvanced? |[Nn]ational |[Hh]igher |Executive |Honou?rs |Integrated )?(?:Doctorate|Doctor|Masters?|Bachelors?|Associates?|Diploma|Certificate|Graduation)(?:['’]?s|s['’])?(?: [Dd]egree| [Pp]rogram(?:me)?)?`
const SCHOOL = `(?:Senior|Higher|Sr\\.?|Upper) Secondary(?: School| Certificate| Education)?(?: Examination)?|Senior School Certificate|Secondary School(?: Leaving)? Certificate|Matriculation|High School(?: Diploma)?|Intermediate|(?:Class )?(?:XII|X|10|12)(?:th)?(?: [Ss]tandard| [Ss]td\\.?| [Cc]lass| [Gg]rade)|10 ?\\+ ?2|(?:10|12|X|XII)th|A[- ]?[Ll]evels?|Baccalaureate|Abitur|Matura|Pre[- ]University(?: Course)?|P\\.?U\\.?C`

const DEGREE = new RegExp(
  `(?<![\\p{L}\\d.])(?:(${LONG})|(${SCHOOL})|(${SHORT})|(${TWO_LETTERS}))(?:\\.|(?![\\p{L}\\d]))`,
  'gu',
)

export interface FoundDegree {
  from: number
  to: number
  kind: 'long' | 'school' | 'short' | 'letters'
}

/** Where degrees are named in a text, without their subjects. */
export function degreesIn(text: string): FoundDegree[] {
  return [...text.matchAll(DEGREE)]
    .filter((match) => !isOfSchool(text, match))
    .map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
      kind: match[1] ? 'long' : match[2] ? 'school' : match[3] ? 'short' : 'letters',
    }))
}

/** 'Lincoln High School' is where somebody went. */
const isOfSchool = (text: string, match: RegExpExecArray) =>
  match[0] === 'High School' &&
  /\p{Lu}\p{Ll}+ $/u.test(text.slice(Math.max(0, match.index - 20), match.index))

/** The words that make a name one of a school. */
const KEY =
  /^(?:universit(?:y|ies|é|ä|à|eit|et)|universit[äa]t|universidade?|università|université|univ|college|colleges|institute|institution|school|academy|polytechnic|vidyalaya|vidyapeeth|vidyapith|vishwavidyalaya|mahavidyalaya|seminary|conservatory|conservatoire|hochschule|lyceum|lyc[ée]e)$/iu
const ACRONYMS = new Set(
  `iit iim iiit nit bits vtu jntu jntuh jntuk ignou mit ucla ucl caltech cdac niit aptech iisc isb xlri srm vit smu mdu rgpv uptu
  aktu gtu wbut makaut du jnu bhu amu nmims symbiosis ptu kuk pgimer aiims nift nid bput anna eth epfl cuny suny lse`.split(
    /\s+/,
  ),
)

export const isSchoolKey = (word: string): boolean => KEY.test(word.replace(/[^\p{L}]/gu, ''))
export const isSchoolAcronym = (word: string): boolean =>
  /^\p{Lu}{2,7}[,.]?$/u.test(word) && ACRONYMS.has(word.toLowerCase().replace(/[,.]/g, ''))
