import { fold } from './fold.ts'

/** Month names and their usual short forms in the seven languages, folded, from January on. */
const MONTH_NAMES = [
  'january february march april may june july august september october november december',
  'jan feb mar apr may jun jul aug sep oct nov dec',
  'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  'janv fevr mars avr mai juin juil aout sept oct nov dec',
  'jan fev mrs avr mai jui jul aou sep oct nov dec',
  'januar februar marz april mai juni juli august september oktober november dezember',
  'janner feber maerz apr mai jun jul aug sept okt nov dez',
  'jaenner febr mrz apr mai jun jul aug sep okt nov dez',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'ene feb mar abr may jun jul ago set oct nov dic',
  'ener febr mzo abr may jun jul agto setiembre octub novbre dicbre',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'gen feb mar apr mag giu lug ago set ott nov dic',
  'genn febbr mar apr magg giugn lugl ago sett ott nov dic',
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
  'jan fev mar abr mai jun jul ago set out nov dez',
  'januari februari maart april mei juni juli augustus september oktober november december',
  'jan feb mrt apr mei jun jul aug sept okt nov dec',
]

export const MONTHS = new Map<string, number>()
for (const names of MONTH_NAMES) {
  for (const [i, name] of names.split(' ').entries()) MONTHS.set(name, i + 1)
}

/** The month a season or a term of study is taken to begin with. */
export const SEASONS = new Map<string, number>([
  ...words('spring printemps fruhjahr fruhling fruehjahr fruehling primavera lente voorjaar', 3),
  ...words('sommersemester sose ss', 4),
  ...words('summer ete sommer verano estate verao zomer', 6),
  ...words('fall autumn automne herbst otono autunno outono herfst najaar', 9),
  ...words('wintersemester wise ws', 10),
  ...words('winter hiver invierno inverno', 12),
])

/** Letters and words before or after the number of a quarter, a trimester or a half of a year. */
export const QUARTERS = new Set('q t k kw quarter qtr quartal trimestre trim kwartaal'.split(' '))
export const HALVES = new Set('h s semester semestre halbjahr halfjaar half'.split(' '))

export const PRESENT =
  phrases(`present|pres|prese|presen|undefined nan|undefined|invalid date|null|presente|presently|present day|the present|present time|current|current time|currently|today|to date|
  ongoing|on going|on-going|date|till date|till now|till today|until now|until present|up to now|up to date|now|continuing|
  aujourd'hui|jusqu'aujourd'hui|ce jour|actuel|actuellement|actuelle|actualite|en cours|en poste|maintenant|nos jours|
  heute|jetzt|aktuell|aktuelle|dato|laufend|gegenwart|gegenwartig|derzeit|andauernd|
  actualidad|actual|actualmente|hoy|hoy en dia|hasta hoy|fecha|en curso|vigente|dia de hoy|momento actual|presente dia|
  oggi|in corso|attuale|attualmente|tutt'oggi|attualita|ora|
  atual|atualmente|momento|hoje|dias atuais|a data|data atual|atualidade|actualidade|em curso|em andamento|dia de hoje|
  agora|heden|nu|huidig|vandaag|op heden|tot nu|
  至今|迄今|现在|現在|目前|今|当前|現職|在職中|在籍中|现今|현재|재직|재직중|재직 중|지금|근무중`)

export const SINCE = phrases(
  `since|from|starting|as of|depuis|depuis le|a partir de|a partir du|a compter de|seit|ab|seit dem|desde|desde el|
  desde o|desde a|a partir del|a contar de|dal|da|dall|dallo|a partire da|a partire dal|a far data da|sinds|vanaf|van|von|
  vom|de|du|met ingang van`,
)

/** Words of `SINCE` that say the beginning of a range only, not that it goes on. */
export const FROM = new Set('from de du da von vom van'.split(' '))

/** Signs and words between the ends of a range; several may follow each other. */
export const UNTIL =
  phrases(`-|–|—|−|‐|‑|―|~|～|〜|ー|－|→|➔|➝|>|/|to|t o|until|till|through|thru|bis|bis zum|a|au|al|jusqu'a|jusqu'au|jusque|
  hasta|hasta el|hasta la|fino a|fino ad|fino al|ad|ate|ate o|ate ao|tot|tot en met|t/m|至|到|から|まで|부터|까지|에서`)

/** May stand before a word of today: 'à ce jour', 'hasta la actualidad'. */
export const ARTICLES = ['(', 'la', 'le', 'il', 'the', 'el', 'o', 'os', 'den', 'op']

/** Signs that make numbers dates in Chinese, Japanese and Korean. */
export const YEAR_SIGNS = new Set(['年', fold('년')])
export const MONTH_SIGNS = new Set(['月', fold('월')])
export const DAY_SIGNS = new Set(['日', '号', fold('일')])

/** What the tokens of East Asian dates are, in a text without spaces; longer ones first. */
export const EAST_ASIAN =
  '至今|迄今|现在|現在|目前|当前|現職|在職中|在籍中|现今|현재|재직중|재직|지금|근무중|から|まで|부터|까지|에서|昭和|平成|令和|元(?=年)|年|月|日|号|至|到|今|년|월|일'

/** Japanese eras by the year before their first. */
export const ERAS = new Map([
  ['昭和', 1925],
  ['平成', 1988],
  ['令和', 2018],
])

function* words(list: string, month: number): Generator<[string, number]> {
  for (const word of list.split(' ')) yield [word, month]
}

/** Phrases of one to three words, and what they begin with. */
export interface Phrases {
  whole: ReadonlySet<string>
  openings: ReadonlySet<string>
}

function phrases(list: string): Phrases {
  const whole = list.split('|').map((phrase) => fold(phrase.trim()))
  return {
    whole: new Set(whole),
    openings: new Set(whole.flatMap((phrase) => [phrase, ...phrase.split(' ', 1)])),
  }
}
