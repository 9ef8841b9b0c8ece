import { foldWords } from './fold.ts'

/** What heads a part of one entry: the text below is about the entry above. */
const PARTS = new Set(
  `highlights, responsibilities, key responsibilities, duties, achievements, key achievements, accomplishments, courses,
  coursework, relevant coursework, tasks, technologies, technologies used, tech stack, tools, environment, description,
  summary, projects, key projects, missions, realisations, taches, technologies utilisees, cours, aufgaben, erfolge,
  schwerpunkte, tatigkeiten, technologien, responsabilidades, logros, funciones, tareas, tecnologias, cursos,
  responsabilita, risultati, attivita, tecnologie, corsi, conquistas, realizacoes, atividades, verantwoordelijkheden,
  taken, resultaten`
    .split(',')
    .map((words) => words.trim().replace(/\s+/g, ' ')),
)

/** A line such as `Highlights`, which names nothing itself. */
export const isPartOfEntry = (text: string): boolean =>
  text.length <= MAX_NAME && PARTS.has(foldWords(text.replace(/:$/, '')))

const MAX_NAME = 40
