/** Of the text below: what somebody accepted is known by it. */
export const DISCLOSURE_VERSION = 1

interface Disclosed {
  company: string
  jobTitle: string
  questions: number
  /** How many of them ask for a condition of the job. */
  conditions: number
  /** Whose models would be asked; none where no model is. */
  aiProviders: readonly string[]
}

/** The first message of every screening, as Art. 50 of the EU AI Act and Art. 13 and 22 GDPR would have it. */
export function disclosureText({ company, jobTitle, questions, conditions, aiProviders }: Disclosed): string {
  const providers = namesOf(aiProviders)
  const software = `You are about to answer ${questions === 1 ? 'one question' : `${questions} questions`} in writing for “${jobTitle}” at ${company}. They are put to you by software, not by a person.`
  const model = providers
    ? `If you agree to it, ${company} also has an AI model of ${providers} write follow-up questions and compare your answers with the criteria of the job. You may decline this and answer the same questions without it; declining has no effect on your application.`
    : 'No AI model is used.'
  const compared = `${conditions === 1 ? 'One question asks' : `${conditions} questions ask`} for a condition of the job. Whether an answer meets it is told by a fixed rule, never by an AI model.`
  return [
    software,
    model,
    ...(conditions > 0 ? [compared] : []),
    `Nothing is decided by this chat: a person at ${company} reads your answers before anything is decided about your application.`,
    'What you and the software write is kept as it was written, for as long as your application is.',
    'At any time you can ask for a person, or for another form of this step, with “ask for a person”, and you can leave with “withdraw”. Neither changes your application.',
  ].join('\n\n')
}

/** The first line of what was answered in a form, of which the company says what was disclosed there. */
export function formText({ company, aiProviders }: Pick<Disclosed, 'company' | 'aiProviders'>): string {
  const providers = namesOf(aiProviders)
  const model = providers
    ? `It says that the candidate was told of AI models of ${providers}, which compare the answers with the criteria of the job, and agreed to it.`
    : 'No AI model is used.'
  return `These answers were given in a form, and sent in by ${company}. ${model} Nothing is decided by this: a person reads the answers before anything is.`
}

const namesOf = (aiProviders: readonly string[]): string =>
  aiProviders.map((provider) => PROVIDER_NAMES[provider] ?? provider).join(' or ')

const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  google: 'Google',
  gemini: 'Google',
  custom: 'a provider of its choice',
}
