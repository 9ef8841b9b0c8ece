import { foldName } from '#src/modules/skills/fold.ts'

const MAX_LOCATION = 200
const MAX_PARTS = 3

/**
 * 'City, Region, Country' from whatever stands in a location field: streets, house numbers and postal codes go,
 * since they tell more about a person than where the work could be done.
 */
export function placeOnly(location: string): string | null {
  const parts = location
    .slice(0, MAX_LOCATION)
    .split(/[,;|\n]+/)
    .map((part) =>
      part
        .replace(/\S*\d\S*/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((part, index, all) => part.length > 1 && (index === all.length - 1 || !STREET.test(part)))
  return parts.length === 0 ? null : parts.slice(-MAX_PARTS).join(', ')
}

/** The parts of a place in one written form each, city first. */
export function placeParts(place: string): string[] {
  return place
    .split(',')
    .map((part) => foldName(part).replaceAll('.', ''))
    .filter((part) => part !== '')
    .map((part) => SAME_PLACE.get(part) ?? part)
}

const STREET =
  /\b(street|avenue|ave|road|rd|lane|blvd|boulevard|rue|calle|rua|apt|suite)\b|(strasse|straße|straat|laan)\b|\bst\.?$/iu

const STATES = `al alabama|ak alaska|az arizona|ar arkansas|ca california|co colorado|ct connecticut|de delaware
fl florida|ga georgia|hi hawaii|id idaho|il illinois|in indiana|ia iowa|ks kansas|ky kentucky|la louisiana|me maine
md maryland|ma massachusetts|mi michigan|mn minnesota|ms mississippi|mo missouri|mt montana|ne nebraska|nv nevada
nh new hampshire|nj new jersey|nm new mexico|ny new york|nc north carolina|nd north dakota|oh ohio|ok oklahoma
or oregon|pa pennsylvania|ri rhode island|sc south carolina|sd south dakota|tn tennessee|tx texas|ut utah|vt vermont
va virginia|wa washington|wv west virginia|wi wisconsin|wy wyoming|dc district of columbia`
const COUNTRIES = `us usa|us united states|us united states of america|us etats unis|us vereinigte staaten
uk united kingdom|uk great britain|uk gb|uk england|uk royaume uni|germany deutschland|germany allemagne
france frankreich|spain espana|spain spanien|italy italia|italy italien|netherlands nederland|netherlands the netherlands
switzerland schweiz|switzerland suisse|austria osterreich|belgium belgique|belgium belgie|brazil brasil|portugal portugal
poland polska|czechia czech republic|uae united arab emirates`

/** From another name of a place to the one compared by. State names become codes as in 'Austin, TX'. */
const SAME_PLACE: ReadonlyMap<string, string> = new Map(
  `${STATES}|${COUNTRIES}`.split(/[|\n]/).map((pair): [string, string] => {
    const space = pair.indexOf(' ')
    return [pair.slice(space + 1), pair.slice(0, space)]
  }),
)
