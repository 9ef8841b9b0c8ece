import { fold } from './fold.ts'

/** Month names and their usual short forms in the seven languages, folded; `|` parts the months. */
const MONTH_NAMES = [
  'january february march april may june july august september october november december',
  'jan feb mar apr may jun jul aug sep oct nov dec',
  'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  'janv fevr mars avr mai juin juil aout sept oct nov dec',
  'januar februar marz april mai juni juli august september oktober november dezember',
  'janner feber maerz apr mai jun jul aug sept okt nov dez',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'ene feb mar abr may jun jul ago set oct nov dic',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'gen feb mar apr mag giu lug ago set ott nov dic',
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
  'jan fev mar abr mai jun jul ago set out nov dez',
  'januari februari maart april mei juni juli augustus september oktober november december',
  'jan feb mrt apr mei jun jul aug sept okt nov dec',
]

export const MONTHS = new Map<string, number>()
for (const names of MONTH_NAMES) {
  for (const [i, name] of names.split(' ').entries()) MONTHS.set(name, i + 1)
}

/** The month a season is taken to begin with. */
export const SEASONS = new Map<string, number>([
  ...words('spring printemps fruhjahr fruhling primavera lente voorjaar', 3),
  ...words('summer ete sommer verano estate verao zomer', 6),
  ...words('fall autumn automne herbst otono autunno outono herfst najaar', 9),
  ...words('winter hiver invierno inverno', 12),
])

export const PRESENT =
  set(`present|pres|prese|presen|undefined nan|undefined|invalid date|null|presente|present day|now|current|currently|today|to date|ongoing|date|till date|till now|
  aujourd'hui|a ce jour|ce jour|actuel|actuellement|actuelle|en cours|maintenant|heute|jetzt|aktuell|dato|laufend|gegenwart|
  actualidad|la actualidad|actual|actualmente|hoy|hasta hoy|presente|oggi|ad oggi|in corso|attuale|attualmente|
  atual|atualmente|o momento|hoje|agora|heden|nu|huidig|vandaag`)

export const SINCE = set(
  'since|from|depuis|seit|ab|desde|dal|da|dall|desde o|sinds|vanaf|van|von|depuis le|de|du',
)

export const UNTIL =
  set(`-|–|—|−|‐|‑|―|~|→|to|t o|until|till|through|thru|bis|bis zum|a|au|al|jusqu'a|jusque|hasta|hasta la|fino a|
  ate|ate o|tot|t/m|tot en met|/`)

function* words(list: string, month: number): Generator<[string, number]> {
  for (const word of list.split(' ')) yield [word, month]
}

function set(list: string): ReadonlySet<string> {
  return new Set(list.split('|').map((word) => fold(word.trim())))
}
