/** What prompts about the factors of a score have in common. Whatever changes here changes released prompts: copy it instead. */
export const aboutFactors = {
  rules: `Rules:
- Say what the facts say and nothing else: no praise, no advice, no verdict, no number that is not in them.
- "factors" of a sentence are the numbers of all the facts it is about. A sentence is about facts of one kind only.
- Name what was asked for, and what was found, in the very words of the fact.
- Besides those words use only the words of the plain text and of the list of words that are allowed.
- Every fact of the kinds "missing" and "near_miss" stands in some sentence.`,
  answer: 'Answer with the JSON that is asked for and nothing else.',
  template: `The language: {{language}}

The facts, one a line, as JSON:
{{facts}}

The plain text that your sentences replace:
{{plain}}

Words that are allowed besides:
{{words}}`,
  names: ['language', 'facts', 'plain', 'words'],
} as const
