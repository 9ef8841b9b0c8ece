import { fold } from './fold.ts'
import { CITIES_BY_COUNTRY, STATES_BY_COUNTRY } from './more-places.ts'

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

/** Cities large enough to stand without their country. */
const CITIES = `US New York|US New York City|US Los Angeles|US Chicago|US Houston|US Phoenix|US Philadelphia|US San Antonio|
  US San Diego|US Dallas|US San Jose|US Austin|US San Francisco|US Seattle|US Denver|US Boston|US Portland|US Atlanta|
  US Miami|US Minneapolis|US Detroit|US Las Vegas|US Pittsburgh|US Palo Alto|US Mountain View|US Oakland|US Sacramento|
  US Washington DC|US Washington, D.C.|US Salt Lake City|US Raleigh|US Charlotte|US Nashville|US Brooklyn|
  US Silicon Valley|US Bay Area|US San Francisco Bay Area|
  CA Toronto|CA Montreal|CA Vancouver|CA Ottawa|CA Calgary|CA Edmonton|CA Waterloo|MX Mexico City|MX Ciudad de México|
  MX Guadalajara|MX Monterrey|BR São Paulo|BR Rio de Janeiro|BR Brasília|BR Belo Horizonte|BR Porto Alegre|BR Curitiba|
  BR Recife|BR Florianópolis|AR Buenos Aires|AR Córdoba|CL Santiago|CO Bogotá|CO Medellín|PE Lima|UY Montevideo|
  GB London|GB Manchester|GB Birmingham|GB Leeds|GB Glasgow|GB Edinburgh|GB Bristol|GB Liverpool|GB Cambridge|GB Oxford|
  IE Dublin|IE Cork|FR Paris|FR Lyon|FR Marseille|FR Toulouse|FR Lille|FR Bordeaux|FR Nantes|FR Strasbourg|FR Nice|
  FR Montpellier|FR Rennes|FR Grenoble|DE Berlin|DE Hamburg|DE München|DE Munich|DE Köln|DE Cologne|DE Frankfurt|
  DE Frankfurt am Main|DE Stuttgart|DE Düsseldorf|DE Dortmund|DE Essen|DE Leipzig|DE Bremen|DE Dresden|DE Hannover|
  DE Hanover|DE Nürnberg|DE Nuremberg|DE Karlsruhe|DE Mannheim|DE Bonn|DE Potsdam|DE Freiburg|AT Wien|AT Vienna|AT Graz|
  AT Linz|AT Salzburg|CH Zürich|CH Zurich|CH Genève|CH Geneva|CH Genf|CH Basel|CH Bern|CH Lausanne|BE Brussels|
  BE Bruxelles|BE Brussel|BE Antwerp|BE Antwerpen|BE Ghent|BE Gent|NL Amsterdam|NL Rotterdam|NL The Hague|NL Den Haag|
  NL Utrecht|NL Eindhoven|LU Luxembourg|ES Madrid|ES Barcelona|ES Valencia|ES Sevilla|ES Seville|ES Málaga|ES Bilbao|
  ES Zaragoza|ES Gijón|PT Lisboa|PT Lisbon|PT Porto|PT Braga|PT Coimbra|IT Roma|IT Rome|IT Milano|IT Milan|IT Torino|
  IT Turin|IT Napoli|IT Naples|IT Bologna|IT Firenze|IT Florence|IT Genova|IT Venezia|IT Padova|IT Trento|DK Copenhagen|
  DK København|DK Aarhus|SE Stockholm|SE Gothenburg|SE Göteborg|SE Malmö|NO Oslo|NO Bergen|FI Helsinki|FI Espoo|
  PL Warsaw|PL Warszawa|PL Kraków|PL Krakow|PL Wrocław|PL Gdańsk|PL Poznań|CZ Prague|CZ Praha|CZ Brno|SK Bratislava|
  HU Budapest|RO Bucharest|RO Cluj-Napoca|BG Sofia|GR Athens|HR Zagreb|RS Belgrade|SI Ljubljana|UA Kyiv|UA Lviv|
  UA Kharkiv|EE Tallinn|LV Riga|LT Vilnius|RU Moscow|RU Saint Petersburg|TR Istanbul|TR Ankara|IL Tel Aviv|IL Jerusalem|
  AE Dubai|AE Abu Dhabi|SA Riyadh|QA Doha|EG Cairo|NG Lagos|NG Abuja|KE Nairobi|ZA Cape Town|ZA Johannesburg|GH Accra|
  MA Casablanca|TN Tunis|DZ Algiers|IN Bangalore|IN Bengaluru|IN Mumbai|IN Delhi|IN New Delhi|IN Hyderabad|IN Chennai|
  IN Pune|IN Kolkata|IN Ahmedabad|IN Noida|IN Gurgaon|IN Gurugram|IN Kochi|IN Jaipur|PK Karachi|PK Lahore|PK Islamabad|
  BD Dhaka|LK Colombo|NP Kathmandu|SG Singapore|MY Kuala Lumpur|ID Jakarta|TH Bangkok|VN Hanoi|VN Ho Chi Minh City|
  PH Manila|PH Makati|CN Beijing|CN Shanghai|CN Shenzhen|CN Guangzhou|CN Hangzhou|TW Taipei|JP Tokyo|JP Osaka|JP Kyoto|
  KR Seoul|AU Sydney|AU Melbourne|AU Brisbane|AU Perth|AU Adelaide|AU Canberra|NZ Auckland|NZ Wellington`

/** The codes CLDR knows a name of, without the groups and test codes it also names. */
const codes = new Set(regionCodes())

/** Names by folded form, to the country's ISO 3166 code. */
const countries = new Map<string, string>()
const cities = new Map<string, string>()
/** By abbreviation in capitals and by folded name. */
const states = new Map<string, string>()

for (const [code, name] of pairs(ALIASES)) countries.set(fold(name), code)
for (const [code, name] of pairs(CITIES)) cities.set(fold(name), code)
for (const [country, list] of Object.entries(CITIES_BY_COUNTRY)) {
  for (const name of list.split('|'))
    if (!cities.has(fold(name.trim()))) cities.set(fold(name.trim()), country)
}
for (const [country, list] of Object.entries(STATES_BY_COUNTRY)) {
  for (const name of list.split('|')) states.set(fold(name.trim()), country)
}
for (const [country, list] of [
  ['CA', CANADIAN_PROVINCES],
  ['US', US_STATES],
] as const) {
  for (const [code, name] of pairs(list)) states.set(code, country).set(fold(name), country)
}
for (const [code, name] of namesOfRegions()) countries.set(fold(name), code)

export const countryNamed = (name: string): string | null => countries.get(fold(name)) ?? null
export const countryOfCity = (name: string): string | null => cities.get(fold(name)) ?? null
/** 'CA' and 'California', but not 'ca': short words in lower case are words. */
export const countryOfState = (name: string): string | null =>
  states.get(name) ??
  states.get(withoutDots(name)) ??
  (name.length > 2 ? (states.get(fold(name)) ?? null) : null)
/** `N.J.` */
const withoutDots = (name: string) => (/^[A-Z]\.[A-Z]\.$/.test(name) ? name.replaceAll('.', '') : name)
/** ISO 3166 alpha-2 in capitals. */
export const isCountryCode = (code: string): boolean => codes.has(code)

function* pairs(list: string): Generator<[string, string]> {
  for (const item of list.split('|')) {
    const [code = '', ...name] = item.trim().split(' ')
    yield [code, name.join(' ')]
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
