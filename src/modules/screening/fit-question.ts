const MAX_LENGTH = 200

/** One line that asks, with no address in it that somebody could be led to. */
const FORM = /^[^\p{Cc}\p{Cs}]{5,}\?$/u
const ADDRESS = /https?:|www\.|@|\b[\w-]+\.(?:com|net|org|io|ai|app|dev|ly|me|info|example)\b/i

/**
 * What no interviewer may ask: what laws against discrimination protect, and earlier pay. In English and the languages the
 * product explains in; a list is no promise, so the prompt says it too, and a person reads the transcript.
 */
const PROTECTED =
  /\b(?:how old|your age|years old|date of birth|birthda(?:y|te)|married|marital|spouse|husband|wife|children|kids|pregnan\w*|famil(?:y|ies) plan\w*|religi\w*|church|mosque|faith|ethnic\w*|your race|nationality|citizenship|where (?:are|were) you (?:from|born)|native (?:language|tongue)|disab\w*|medical|health|illness|gender|sexual|gay|lesbian|politic\w*|union|criminal|arrest\w*|convict\w*|(?:current|previous|last|past) (?:salary|pay|compensation)|wie alt|verheiratet|kinder|schwanger\w*|religion|staatsangehörigkeit|behinder\w*|quel âge|marié\w*|enfants|enceinte|religion|handicap\w*|qué edad|casad[oa]|hijos|embarazad\w*|discapacidad|che età|sposat[oa]|figli|incinta|disabilità|hoe oud|getrouwd|kinderen|zwanger)\b/iu

/** Whether a question that a model wrote may be put to a candidate. */
export const isFitQuestion = (text: string): boolean =>
  text.length <= MAX_LENGTH && FORM.test(text) && !ADDRESS.test(text) && !PROTECTED.test(text)
