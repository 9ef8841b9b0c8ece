import { foldName } from '#src/modules/skills/fold.ts'
import { words } from './words.ts'

const SPECIFIC = 3
/** 'Manager' says less about the work than 'warehouse'. */
const GENERIC = 1
const MAX_TITLE = 200

/** The words of a title that name the work, each once, with their weight. Rank ('senior', 'II') is left out. */
export function titleWords(title: string): ReadonlyMap<string, number> {
  const known = cache.get(title)
  if (known !== undefined) return known
  const found = new Map<string, number>()
  for (const word of words(joined(withoutAside(title.slice(0, MAX_TITLE))))) {
    const name = SYNONYMS.get(word) ?? word
    if (!RANKS.has(name)) found.set(name, GENERIC_WORDS.has(name) ? GENERIC : SPECIFIC)
  }
  if (cache.size >= CACHE_SIZE) cache.clear()
  cache.set(title, found)
  return found
}

/** A job's title is compared with thousands of candidates, and theirs repeat. */
const cache = new Map<string, ReadonlyMap<string, number>>()
const CACHE_SIZE = 10_000

/** `Engineer (TypeScript, Berlin)`: what stands in brackets is a skill, a place or an abbreviation, not the work. */
function withoutAside(title: string): string {
  const bare = title.replace(/[([][^()[\]]*[)\]]/g, ' ')
  return /\p{L}/u.test(bare) ? bare : title
}

function joined(title: string): string {
  return foldName(title)
    .replace(/\b(front|back) end\b/g, '$1end')
    .replace(/\bfull stack\b/g, 'fullstack')
    .replace(/\bregistered nurse\b/g, 'rn')
}

/** What tells how far somebody has come in any work. */
export const RANKS: ReadonlySet<string> = new Set(
  `senior junior sr jr lead principal staff chief head vice president deputy assistant associate trainee intern
  internship apprentice entry level mid ii iii iv freelance contract temporary part full time stage praktikum
  praktikant stagiaire becario`.split(/\s+/),
)

const GENERIC_WORDS = new Set(
  `engineer manager analyst specialist consultant coordinator administrator officer representative technician
  executive director supervisor operator agent worker advisor expert professional clerk person`.split(/\s+/),
)

/** For one kind of work, the other words that mean it, within and across languages. */
const SAME_WORK: Readonly<Record<string, string>> = {
  engineer: `developer programmer coder ingenieur entwickler developpeur desarrollador ingeniero sviluppatore
    programmatore desenvolvedor engenheiro ontwikkelaar programmierer engineering softwareentwickler`,
  software: 'sw application applications logiciel',
  frontend: 'ui',
  manager: 'mgr management leiter gestionnaire gerente responsable gestor responsabile directeur',
  administrator: 'admin administrateur administrador',
  nurse: `nursing rn infirmier krankenpfleger pflegefachkraft krankenschwester enfermero infirmiero enfermeiro
    verpleegkundige`,
  teacher: 'teaching instructor lehrer enseignant profesor insegnante professor docent educator professeur',
  accountant: 'accounting comptable buchhalter contable contador contabile boekhouder bookkeeper',
  sales: 'seller vendor salesperson verkaufer vendeur vendedor ventas vertrieb verkoper commercial',
  driver: 'chauffeur fahrer conducteur conductor autista motorista',
  cook: 'chef koch cuisinier cocinero cuoco cozinheiro kok',
  server: 'waiter waitstaff kellner serveur camarero cameriere',
  hr: 'human personnel',
  analyst: 'analysis analytics analyste analista',
  recruiter: 'recruiting recruitment talent sourcer',
  lawyer: 'attorney counsel advocate avocat rechtsanwalt abogado avvocato advogado solicitor',
  designer: 'design disenador concepteur gestalter',
  customer: 'client clients customers',
  cleaner: 'cleaning janitor custodian housekeeper reinigungskraft',
  technician: 'tech technicien techniker tecnico',
  warehouse: 'lager entrepot almacen magasinier lagerist',
}

const SYNONYMS: ReadonlyMap<string, string> = new Map(
  Object.entries(SAME_WORK).flatMap(([name, others]) =>
    others.split(/\s+/).map((word): [string, string] => [word, name]),
  ),
)
