import { CITIES, REGIONS } from './cities.ts'
import { fold } from './fold.ts'

const LOCALES = ['en', 'fr', 'de', 'es', 'it', 'pt', 'nl']

const US_STATES = `AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|
  FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|
  MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|
  NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|
  OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|
  VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|DC District of Columbia`
const CANADIAN_PROVINCES = `AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland|NS Nova Scotia|
  ON Ontario|QC Quebec|SK Saskatchewan`

/** What people write and CLDR does not. */
const ALIASES = `US USA|US U.S.A.|US U.S.|US United States of America|GB UK|GB U.K.|GB England|GB Scotland|GB Wales|
  GB Northern Ireland|GB Great Britain|AE UAE|NL Holland|NL The Netherlands|CZ Czech Republic|KR South Korea|KR Korea|
  RU Russian Federation|VN Viet Nam|TR Turkey|CN PRC|HK Hong Kong|TW Taiwan`

/** The codes CLDR knows a name of, without the groups and test codes it also names. */
const codes = new Set(regionCodes())

/** Names by folded form, to the country's ISO 3166 code. */
const countries = new Map<string, string>()
const cities = new Map<string, string>()
/** By abbreviation in capitals and by folded name. */
const states = new Map<string, string>()

for (const [code, name] of pairs(ALIASES)) countries.set(fold(name), code)
for (const [code, name] of named(CITIES)) cities.set(fold(name), code)
for (const [country, list] of [
  ['CA', CANADIAN_PROVINCES],
  ['US', US_STATES],
] as const) {
  for (const [code, name] of pairs(list)) states.set(code, country).set(fold(name), country)
}
for (const [country, name] of named(REGIONS)) {
  const key = name === name.toUpperCase() ? name : fold(name)
  if (!states.has(key)) states.set(key, country)
}
for (const [code, name] of namesOfRegions()) countries.set(fold(name), code)

export const countryNamed = (name: string): string | null => countries.get(fold(name)) ?? null
export const countryOfCity = (name: string): string | null => cities.get(fold(name)) ?? null
/** 'CA' and 'California', but not 'ca': short words in lower case are words. */
export const countryOfState = (name: string): string | null =>
  states.get(name) ?? (name.length > 2 ? (states.get(fold(name)) ?? null) : null)
/** ISO 3166 alpha-2 in capitals. */
export const isCountryCode = (code: string): boolean => codes.has(code)

function* pairs(list: string): Generator<[string, string]> {
  for (const item of list.split('|')) {
    const [code = '', ...name] = item.trim().split(' ')
    yield [code, name.join(' ')]
  }
}

function* named(lists: Record<string, string>): Generator<[string, string]> {
  for (const [code, list] of Object.entries(lists)) {
    for (const name of list.split(',')) yield [code, name.trim().replace(/\s+/g, ' ')]
  }
}

function* regionCodes(): Generator<string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    if (names.of(code) && !/^(?:EU|EZ|UN|QO|ZZ|XA|XB|X[C-Z])$/.test(code)) yield code
  }
}

function* namesOfRegions(): Generator<[string, string]> {
  for (const locale of LOCALES) {
    const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
    for (const code of codes) {
      const name = names.of(code)
      if (name) yield [code, name]
    }
  }
}
