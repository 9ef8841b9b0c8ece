import { fold } from './readings.ts'

/** Keys of what readers of resumes answer with. */
const KEY =
  '["\'](?:full_name|first_name|last_name|skills|experience|education|summary|parsed_data|score|scores|rating|match|verdict|decision|recommendation|recommended|sentences|factors|role|content|arguments|criterion)["\'] ?:'

/** What belongs to the talk with a model: marks of turns, calls of tools, tags of prompts, comments, carriers of data. */
const MARKUP = [
  '<\\| ?/?\\w{2,24} ?\\|>|\\[/?inst\\]|<</?sys>>|</?(?:start|end)_of_turn>',
  '</?(?:system|system_prompt|instructions?|prompt|assistant|tool|tool_calls?|function_calls?|tool_use|admin|override|resume|candidate|user_input)\\b[^>]{0,80}>',
  '^[^a-z#]*#{2,} ?(?:system|instructions?|assistant|override)(?: ?:| ?$| (?:for|to) )',
  '<!--.{0,200}\\b(?:instructions?|ai|model|llm|candidate|applicant|ignore|reviewer|prompt|resume)\\b',
  '!\\[[^\\]]{0,200}\\]\\( ?https?:[^)\\s]{0,300}\\?[^)\\s]{0,300}=',
].map((pattern) => new RegExp(pattern))

/** A piece of an answer. */
const ANSWER = new RegExp(`${KEY}.{0,400}?${KEY}`)

/** Whether a whole document is written so, as exported resumes are: there the keys are no answer to anything. */
export const isExport = (text: string): boolean => /^\s*[{[]\s*["{[]/.test(text)

export const isMarkup = (line: string): boolean => {
  if (!/[<[#!]/.test(line)) return false
  const folded = fold(line)
  return MARKUP.some((pattern) => pattern.test(folded))
}

export const isAnswer = (line: string): boolean => /["'“”] ?:/.test(line) && ANSWER.test(fold(line))
