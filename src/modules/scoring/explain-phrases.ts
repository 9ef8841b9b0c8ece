/** {r} is what is asked for, {v} what the resume shows; in the summary {m} of {n} requirements are met. */
export interface Phrases {
  has: string
  hasAs: string
  implied: string
  near: string
  missing: string
  years: string
  yearsMissing: string
  title: string
  titleMissing: string
  place: string
  placeUnknown: string
  degree: string
  degreeMissing: string
  words: string
  similarity: string
  values: string
  summary: string
  summaryMissing: string
  summaryNear: string
  degrees: Record<string, string>
}

const EN: Phrases = {
  has: 'Has {r}',
  hasAs: 'Asked for {r}, has {v}',
  implied: 'Asked for {r}, which {v} includes',
  near: 'Asked for {r}, has {v} instead',
  missing: 'Nothing found for {r}',
  years: '{v} years of experience, {r} asked for',
  yearsMissing: '{r} years of experience asked for, none found',
  title: 'Worked as {v}; the job is {r}',
  titleMissing: 'No earlier title close to {r}',
  place: 'Lives in {v}; the job is in {r}',
  placeUnknown: 'Place of residence not stated; the job is in {r}',
  degree: 'Degree: {v}; asked for: {r}',
  degreeMissing: 'No degree found; asked for: {r}',
  words: 'Words of the job found in the resume: {v}',
  similarity: 'Similarity of resume and job text: {v}',
  values: 'Values as people assessed them: {v} of 5',
  summary: 'Meets {m} of {n} requirements.',
  summaryMissing: 'Not found: {v}.',
  summaryNear: 'Close: {v}.',
  degrees: {
    high_school: 'high school',
    certificate: 'certificate',
    diploma: 'diploma',
    associate: 'associate',
    bachelor: 'bachelor',
    master: 'master',
    doctorate: 'doctorate',
  },
}

const DE: Phrases = {
  has: 'Hat {r}',
  hasAs: 'Gesucht: {r}, vorhanden: {v}',
  implied: 'Gesucht: {r}, enthalten in {v}',
  near: 'Gesucht: {r}, stattdessen vorhanden: {v}',
  missing: 'Nichts gefunden zu {r}',
  years: '{v} Jahre Erfahrung, gesucht: {r}',
  yearsMissing: '{r} Jahre Erfahrung gesucht, keine gefunden',
  title: 'Bisherige Tätigkeit: {v}; Stelle: {r}',
  titleMissing: 'Keine frühere Tätigkeit nahe an {r}',
  place: 'Wohnort: {v}; Arbeitsort: {r}',
  placeUnknown: 'Wohnort nicht angegeben; Arbeitsort: {r}',
  degree: 'Abschluss: {v}; gesucht: {r}',
  degreeMissing: 'Kein Abschluss gefunden; gesucht: {r}',
  words: 'Wörter der Stelle im Lebenslauf: {v}',
  similarity: 'Ähnlichkeit von Lebenslauf und Stellentext: {v}',
  values: 'Werte nach Einschätzung von Menschen: {v} von 5',
  summary: 'Erfüllt {m} von {n} Anforderungen.',
  summaryMissing: 'Nicht gefunden: {v}.',
  summaryNear: 'Nahe dran: {v}.',
  degrees: {
    high_school: 'Schulabschluss',
    certificate: 'Zertifikat',
    diploma: 'Diplom',
    associate: 'Associate',
    bachelor: 'Bachelor',
    master: 'Master',
    doctorate: 'Promotion',
  },
}

const FR: Phrases = {
  has: 'Possède {r}',
  hasAs: 'Demandé : {r}, possède {v}',
  implied: 'Demandé : {r}, compris dans {v}',
  near: 'Demandé : {r}, possède plutôt {v}',
  missing: 'Rien trouvé pour {r}',
  years: '{v} ans d’expérience, {r} demandés',
  yearsMissing: '{r} ans d’expérience demandés, aucun trouvé',
  title: 'Poste occupé : {v} ; poste proposé : {r}',
  titleMissing: 'Aucun poste antérieur proche de {r}',
  place: 'Habite à {v} ; poste à {r}',
  placeUnknown: 'Lieu de résidence non indiqué ; poste à {r}',
  degree: 'Diplôme : {v} ; demandé : {r}',
  degreeMissing: 'Aucun diplôme trouvé ; demandé : {r}',
  words: 'Mots de l’offre présents dans le CV : {v}',
  similarity: 'Similarité du CV et de l’offre : {v}',
  values: 'Valeurs selon l’évaluation de personnes : {v} sur 5',
  summary: 'Répond à {m} exigences sur {n}.',
  summaryMissing: 'Non trouvé : {v}.',
  summaryNear: 'Proche : {v}.',
  degrees: {
    high_school: 'baccalauréat',
    certificate: 'certificat',
    diploma: 'diplôme',
    associate: 'bac+2',
    bachelor: 'licence',
    master: 'master',
    doctorate: 'doctorat',
  },
}

const ES: Phrases = {
  has: 'Tiene {r}',
  hasAs: 'Se pide {r}, tiene {v}',
  implied: 'Se pide {r}, incluido en {v}',
  near: 'Se pide {r}, tiene en su lugar {v}',
  missing: 'No se encontró nada de {r}',
  years: '{v} años de experiencia, se piden {r}',
  yearsMissing: 'Se piden {r} años de experiencia, no se encontró ninguno',
  title: 'Ha trabajado como {v}; el puesto es {r}',
  titleMissing: 'Ningún puesto anterior cercano a {r}',
  place: 'Vive en {v}; el puesto está en {r}',
  placeUnknown: 'Lugar de residencia no indicado; el puesto está en {r}',
  degree: 'Título: {v}; se pide: {r}',
  degreeMissing: 'No se encontró título; se pide: {r}',
  words: 'Palabras de la oferta en el currículum: {v}',
  similarity: 'Similitud entre el currículum y la oferta: {v}',
  values: 'Valores según la evaluación de personas: {v} de 5',
  summary: 'Cumple {m} de {n} requisitos.',
  summaryMissing: 'No se encontró: {v}.',
  summaryNear: 'Cercano: {v}.',
  degrees: {
    high_school: 'bachillerato',
    certificate: 'certificado',
    diploma: 'diploma',
    associate: 'técnico superior',
    bachelor: 'grado',
    master: 'máster',
    doctorate: 'doctorado',
  },
}

const IT: Phrases = {
  has: 'Ha {r}',
  hasAs: 'Richiesto: {r}, ha {v}',
  implied: 'Richiesto: {r}, compreso in {v}',
  near: 'Richiesto: {r}, ha invece {v}',
  missing: 'Nulla trovato per {r}',
  years: '{v} anni di esperienza, richiesti {r}',
  yearsMissing: 'Richiesti {r} anni di esperienza, nessuno trovato',
  title: 'Ha lavorato come {v}; il posto è {r}',
  titleMissing: 'Nessun ruolo precedente vicino a {r}',
  place: 'Vive a {v}; il posto è a {r}',
  placeUnknown: 'Luogo di residenza non indicato; il posto è a {r}',
  degree: 'Titolo di studio: {v}; richiesto: {r}',
  degreeMissing: 'Nessun titolo di studio trovato; richiesto: {r}',
  words: 'Parole dell’annuncio presenti nel curriculum: {v}',
  similarity: 'Somiglianza tra curriculum e annuncio: {v}',
  values: 'Valori secondo la valutazione di persone: {v} su 5',
  summary: 'Soddisfa {m} requisiti su {n}.',
  summaryMissing: 'Non trovato: {v}.',
  summaryNear: 'Simile: {v}.',
  degrees: {
    high_school: 'diploma di maturità',
    certificate: 'certificato',
    diploma: 'diploma',
    associate: 'diploma biennale',
    bachelor: 'laurea triennale',
    master: 'laurea magistrale',
    doctorate: 'dottorato',
  },
}

const NL: Phrases = {
  has: 'Heeft {r}',
  hasAs: 'Gevraagd: {r}, heeft {v}',
  implied: 'Gevraagd: {r}, inbegrepen in {v}',
  near: 'Gevraagd: {r}, heeft in plaats daarvan {v}',
  missing: 'Niets gevonden voor {r}',
  years: '{v} jaar ervaring, gevraagd: {r}',
  yearsMissing: '{r} jaar ervaring gevraagd, niets gevonden',
  title: 'Werkte als {v}; de functie is {r}',
  titleMissing: 'Geen eerdere functie die lijkt op {r}',
  place: 'Woont in {v}; de functie is in {r}',
  placeUnknown: 'Woonplaats niet vermeld; de functie is in {r}',
  degree: 'Diploma: {v}; gevraagd: {r}',
  degreeMissing: 'Geen diploma gevonden; gevraagd: {r}',
  words: 'Woorden van de vacature in het cv: {v}',
  similarity: 'Overeenkomst van cv en vacaturetekst: {v}',
  values: 'Waarden volgens beoordeling door mensen: {v} van 5',
  summary: 'Voldoet aan {m} van {n} eisen.',
  summaryMissing: 'Niet gevonden: {v}.',
  summaryNear: 'Komt in de buurt: {v}.',
  degrees: {
    high_school: 'middelbare school',
    certificate: 'certificaat',
    diploma: 'diploma',
    associate: 'associate degree',
    bachelor: 'bachelor',
    master: 'master',
    doctorate: 'doctoraat',
  },
}

export const PHRASES: ReadonlyMap<string, Phrases> = new Map([
  ['en', EN],
  ['de', DE],
  ['fr', FR],
  ['es', ES],
  ['it', IT],
  ['nl', NL],
])

/** By ISO 639-1 code or a tag that begins with one; English where a language is not there. */
export function phrasesFor(language: string): Phrases {
  return PHRASES.get(language.slice(0, 2).toLowerCase()) ?? EN
}
