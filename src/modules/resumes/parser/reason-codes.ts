/** Every reason a parse can give, and what it means in one line. Codes are stable: clients branch on them. */
export const REASON_CODES = {
  'file.empty': 'The file has no content.',
  'file.unreadable': 'The file is not there, is no regular file, or may not be read.',
  'file.unsupported_type':
    'The content is none of PDF, DOCX, ODT, RTF, HTML, e-mail or plain text, nor with PARSE_OCR=on a PNG or JPEG.',
  'file.too_large': 'The file is larger than 10 MB, or a picture of more than 16 million pixels.',
  'file.corrupt': 'The file is damaged and cannot be read.',
  'file.encrypted': 'The file is protected by a password.',
  'file.no_text': 'The file has no text. Scans are read with PARSE_OCR=on and the optional packages only.',
  'file.bomb': 'The file unpacks to far more than its size.',
  'file.too_many_pages':
    'Only the first pages were read: 50, or of a scan 10 and no more than time was enough for.',
  'text.truncated': 'Only the first 1 MB of the text was read.',
  'text.recognized': 'The text was recognised in a picture, and letters may be wrong.',
  'text.hidden': 'The file has text that a reader does not see; it was left out.',
  'text.injection':
    'Sentences speak to a machine that reads instead of about the person; they are neither read nor scored.',
  'parse.no_name': 'No name was found.',
  'parse.no_contact': 'Neither an e-mail address nor a telephone number was found.',
  'parse.little_content': 'No experience, education, skills or summary was found.',
  'parse.timeout': 'Reading the file took too long.',
  'parse.memory': 'Reading the file took too much memory.',
  'parse.crashed': 'Reading the file failed.',
} as const

export type ReasonCode = keyof typeof REASON_CODES

/** Thrown by the readers of the formats, and turned into a failed result. */
export class UnreadableError extends Error {
  readonly reason: ReasonCode

  constructor(reason: ReasonCode, cause?: unknown) {
    super(reason, { cause })
    this.name = 'UnreadableError'
    this.reason = reason
  }
}
