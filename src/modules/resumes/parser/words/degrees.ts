import type { DegreeLevel } from '#src/modules/resumes/parser/types.ts'
import { fold } from './fold.ts'

/**
 * By level, as regular expressions over folded text, in English and the six other languages. The first level that
 * matches counts, so the higher level of a name stands first, and what qualifies a name before the name.
 */
const LEVELS: Array<[DegreeLevel, RegExp]> = levels([
  [
    'doctorate',
    String.raw`ph\.? ?d|d\.? ?phil|doctor(?:ate|al)?|doctora\w{0,4}|doktor\w{0,4}|promotion|dottorato|dottore di ricerca|
    doutor\w{0,7}|edd|ed\.d|dba|dsc|d\.sc|m\.? ?d\.?|j\.? ?d\.?|pharm\.? ?d|psyd|dr\.|habilitation|hdr|post-?doc\w{0,6}`,
  ],
  // Studies of two years that have the name of a higher degree in theirs.
  [
    'associate',
    String.raw`bac ?\+ ?2|(?:ciclo formativo de )?grado superior|ciclo formativo(?: de)? grado superior|cfgs|fp ?ii|
    tecnic[oa] superior|higher technician|tecnicatura\w{0,2}|tecnologo|tecnologa|curso superior de tecnologia|tecnico superior profissional|
    ctesp|associate(?:'s|s|s')?(?: degree| of)|foundation degree|graduaat|its academy|diploma its`,
  ],
  [
    'master',
    String.raw`masters?(?:'s|'?)|masterstudi\w{0,4}|mastere|masterado|mba|m\.? ?b\.? ?a|m\.? ?sc?\.?|m\.? ?a\.?|m\.? ?eng|m\.? ?tech|
    m\.? ?ed|m\.? ?phil|m\.? ?res|mca|m\.? ?com|m\.? ?arch|ll\.? ?m|mfa|mph|mpa|mpp|msw|mestrado|mestre|maestria|
    laurea magistrale|laurea specialistica|laurea a ciclo unico|laurea quinquennale|laurea vecchio ordinamento|
    laurea \(?v\.?o\.?\)?|magister|magistere|maitrise|diplom-?(?:ingenieur|kauf|inform|psycho|pada|betriebs|volks|bio|phys|chem|
    math|design|jurist|sozial|geo|wirt|ing)\w{0,20}|dipl\.-?\w{2,9}|diplom|diplomstudi\w{0,4}|diplome d'ingenieur|ingenieur diplome|
    diplome d'etudes approfondies|diplome d'etudes superieures specialisees|dess|dea|bac ?\+ ?[56]|staatsexamen|
    (?:erstes|zweites|1\.|2\.) staatsexamen|lizentiat|licentiaat|doctorandus|drs|ir\.|agregation|cycle ingenieur|
    titre d'ingenieur|ecole d'ingenieur|licenciatura con maestria|master universitario|grado de master|wo-? ?master|hbo-? ?master`,
  ],
  [
    'bachelor',
    String.raw`bachelors?(?:'s|'?)|bachelorstudi\w{0,4}|baccalaureus|b\.? ?s\.? ?c?\.?|b\.? ?a\.?|b\.? ?e\.?|b\.? ?eng|b\.? ?tech|
    b\.? ?com|b\.? ?ed|b\.? ?arch|b\.? ?pharm|bba|b\.? ?b\.? ?a|bca|bfa|bsn|ll\.? ?b|mbbs|licence|licence pro\w{0,12}|
    bac ?\+ ?[34]|licenciatura|licenciado|licenciada|licenciad[oa] en|diplomatura|diplomado en|
    grado en|grado universitario|titulo de grado|(?<!pos.?)graduacao|graduado|graduada|graduad[oa] en|bacharel\w{0,4}|
    laurea(?: triennale| breve| di primo livello| di i livello)?|undergraduate|ingenieria(?: tecnica)?|ingenieri?o|ingeniera|
    engenharia|hbo(?:-bachelor)?|wo(?:-bachelor)?|honou?rs degree|arquitecto tecnico|university degree`,
  ],
  [
    'associate',
    String.raw`associates?(?:'s|'?)|a\.? ?a\.? ?s\.?|a\.? ?s\.|a\.? ?a\.|dut|bts|deug|deust|brevet de technicien superieur|
    diplome universitaire de technologie|ifts|higher national diploma|hnd|hnc|kandidatuur`,
  ],
  [
    'high_school',
    String.raw`high school|secondary school|highschool|secondary education|ged|(?:a|o)-? ?levels?|gcses?|igcse|leaving certificate|
    bacc?alaureat\w{0,3}|international baccalaureate|ib diploma|bac|bac (?:pro|techno)\w{0,8}|abitur|fachabitur|
    (?:allgemeine |fachgebundene )?hochschulreife|fachhochschulreife|matura|maturitat|berufsmatura|berufsmaturitat|mittlere reife|
    mittlerer schulabschluss|realschulabschluss|hauptschulabschluss|bachillerato|bachiller|
    educacion secundaria\w{0,12}|secundaria|graduado escolar|preparatoria|ensino medio|ensino secundario|
    1[0-2]\.?[oº] ano|maturita|maturita (?:classica|scientifica|linguistica|tecnica)|diploma di maturita|diploma di liceo|
    diploma di scuola superiore|diploma (?:superiore|di istruzione secondaria)|perito \w{4,14}|ragioniere|licenza media|
    vwo|havo|mavo|vmbo(?:-\w{1,2})?|atheneum|middelbare school|secundair onderwijs|hsc|ssc|10th|12th|intermediate|lycee|matric|matriculation`,
  ],
  [
    'diploma',
    String.raw`diploma|diplome|diplomes|higher national|pgd|pgdm|pgce|postgraduate|post-?grad\w{0,5}|posgrado|postgrado|pos-? ?graduacao|
    especializacao|especializacion|meisterbrief|handwerksmeister\w{0,2}|industriemeister\w{0,2}|meisterprufung|
    staatlich geprufter? \w{5,16}|fachwirt\w{0,2}|betriebswirt\w{0,2}|mbo(?:[ -]\d)?|mbo[ -]niveau \d|hoheres fachdiplom`,
  ],
  [
    'certificate',
    String.raw`certificate|certification|bootcamp|boot camp|nanodegree|zertifikat|certificat|certificado|certificato|certificaat|
    ausbildung|berufsausbildung|berufslehre|lehrabschluss|facharbeiter\w{0,4}|umschulung|gesellenbrief|gesellenprufung|efz|
    apprenticeship|apprentissage|brevet professionnel|cap|bep|grado medio|cfgm|curso tecnico|tecnico em \w{4,14}|tecnico en \w{4,14}|
    formacion profesional|fp ?i|qualifica professionale|propedeuse|city ?& ?guilds|nvq|(?:technical|training|online|professional|vocational|short) course|curso superior|curso|
    specializations?`,
  ],
])

/** Han and Hangul have no spaces to tell where a word ends. */
const EAST_ASIAN: Array<[DegreeLevel, RegExp]> = [
  ['doctorate', /博士|박사/],
  ['master', /硕士|碩士|研究生|修士|석사/],
  ['associate', /大专|专科|短期大学|短大|전문학사|专升本/],
  ['bachelor', /学士|學士|本科|학사/],
  ['high_school', /高中|高等学校|高校卒|고등학교/],
]

function levels(lists: Array<[DegreeLevel, string]>): Array<[DegreeLevel, RegExp]> {
  return lists.map(([level, list]) => [
    level,
    new RegExp(String.raw`(?<!\w)(?:${list.replace(/\|\s+/g, '|')})(?![\w])`),
  ])
}

/** Short forms that are also words or initials count only at the start of a line or before a field of study. */
export function degreeLevel(text: string): DegreeLevel | null {
  const folded = fold(text)
  for (const [level, pattern] of LEVELS) {
    const found = pattern.exec(folded)
    const isName = found && (found[0].length > 3 || found[0] === 'bac')
    if (found && (isName || isAbbreviation(text, found.index, found[0].length))) return level
  }
  const raw = text.normalize('NFC')
  return EAST_ASIAN.find(([, pattern]) => pattern.test(raw))?.[0] ?? null
}

/** `BS`, `M.A.`, `PhD`, not `ma` or `be`. */
const isAbbreviation = (text: string, at: number, length: number) =>
  (/^(?:\p{Lu}|\d)/u.test(text.slice(at, at + length)) &&
    /\p{Lu}/u.test(text.slice(at + 1, at + length + 1))) ||
  /\d/.test(text[at] ?? '')

const INSTITUTION = new RegExp(
  String.raw`\b(?:universit\w{0,6}|\w{2,20}universit(?:at|eit)|univ\.?|college|school|institut\w{0,4}|academy|academ[iy]\w?|akademie\w?|academie|accademia|
  faculty|fakultat|faculteit|polytechni\w{0,4}|politecnic\w|hochschule|\w{0,20}hochschule|fachhochschule|\w{0,20}schule|schule|
  gymnasium|\w{0,20}gymnasium|\w{0,20}kolleg|universida\w{1,2}|uniwersytet|facultad|facolta|faculdade|
  instituto|istituto|liceo|ateneo|colegio|escuela|escola|scuola|ecole|hautes? etudes|lycee|college|faculte|grande ecole|
  hogeschool|universiteit|lyceum|atheneum|scholengemeenschap|roc|centro de (?:formacion|estudios)|conservator\w{1,6}|
  iut|insa|ens|hec|essec|iae|cnam|epitech|afpa|greta|eth|epfl|mit|ucla|iit|nit|tu|fh|kth|lmu|rwth|dhbw|ihk|senai|senac|fatec|etec|puc|
  ies|itis|bootcamp|udacity|coursera|edx|general assembly|openclassrooms)\b`.replace(/\|\s+/g, '|'),
)
const SCHOOL_DEGREE =
  /\b(?:high|secondary|middelbare) school (?:diploma|degree|certificate|education)\b|\bdiploma di scuola\b/
const EAST_ASIAN_INSTITUTION = /大学|大學|学院|學院|学校|學校|高校|대학|고등학교|학교/

export const isInstitution = (text: string): boolean =>
  INSTITUTION.test(fold(text).replace(SCHOOL_DEGREE, '')) ||
  EAST_ASIAN_INSTITUTION.test(text.normalize('NFC'))
