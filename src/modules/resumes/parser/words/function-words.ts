/** Small words that a language uses all the time, in every language that has them. By ISO 639-1. */
const LISTS: Record<string, string> = {
  en: 'the a an and of to with for in on at by from as was were is are have has this that which their our my using within through including based across who all',
  fr: 'le la les de des du en à l d et aux une un pour avec dans sur par au est sont ainsi chez mes mon notre nos cette qui que ou plus depuis afin vers',
  de: 'der die das in an und mit für von im zur zum den dem des ein eine einer bei auf als sowie nach aus über durch ist sind wurde werden meine unter auch',
  es: 'el la los las de y a o con para por del una un en al como más sus su que desde entre hasta sobre fue mi así también durante',
  it: 'il la gli le di da in a i e per con della delle dei del nel nella alla ai dal una un che come più presso sono anche degli dello tra mio',
  pt: 'o a os as e de com para por da do das dos em na no uma um ao como mais que desde entre até sobre são também foi meu nas nos',
  nl: 'de het een en in van voor met op aan bij als naar uit door tot om zijn werd mijn ook binnen onder deze dit wij heeft worden te',
}

const LANGUAGES = Object.keys(LISTS)

const languagesOfWord = new Map<string, string[]>()
for (const language of LANGUAGES) {
  for (const word of LISTS[language]?.split(' ') ?? []) {
    languagesOfWord.set(word, [...(languagesOfWord.get(word) ?? []), language])
  }
}

/** So many of its words make a language sure, and so many times those of the next one. */
const [ENOUGH, LEAD] = [8, 1.4]

/** The language whose small words a text is full of; null where none stands out. */
export function languageByFunctionWords(text: string): string | null {
  const counts = new Map(LANGUAGES.map((language) => [language, 0]))
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    for (const language of languagesOfWord.get(word) ?? [])
      counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a)
  if (!first || first[1] < ENOUGH || first[1] < LEAD * (second?.[1] ?? 0)) return null
  return first[0]
}
