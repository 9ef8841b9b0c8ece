import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

/** Recognises the text of one picture at a time, in this thread. */
export interface Engine {
  /** PNG, JPEG or PGM. @throws where the picture cannot be decoded */
  recognize(picture: Uint8Array): RecognizedLine[]
}

/** Pixels from the top left corner. */
interface Bounds {
  x0: number
  y0: number
  x1: number
  y1: number
}

export interface RecognizedLine {
  words: RecognizedWord[]
}

export interface RecognizedWord {
  text: string
  /** 0..100. */
  confidence: number
  bbox: Bounds
}

/** What of the library's module is used here; it has no types. */
interface Core {
  FS: { writeFile(path: string, bytes: Uint8Array): void; unlink(path: string): void }
  TessBaseAPI: new () => CoreApi
}

interface CoreApi {
  Init(path: null, language: string, mode: number): number
  SetImageFile(exifOrientation: number, radians: number): number
  FindLines(): number
  GetGradient(): number
  Recognize(monitor: null): number
  GetJSONText(page: number): string
  Clear(): void
}

interface Page {
  blocks: { paragraphs: { lines: RecognizedLine[] }[] }[]
}

/** Where packages are looked for. */
interface Installed {
  (name: string): unknown
  resolve(name: string): string
}

const LANGUAGE = 'eng'
const LSTM_ONLY = 1
/** Where the library looks for the picture. */
const PICTURE = '/input'
/** Radians; what is turned less is read as it stands. */
const MIN_TURN = 0.005

let opened: Promise<Engine | null> | undefined

/** The engine of this process, opened at its first need; null where its optional packages are not installed. */
export const sharedEngine = (): Promise<Engine | null> => {
  opened ??= openEngine()
  return opened
}

export async function openEngine(
  installed: Installed = createRequire(import.meta.url),
): Promise<Engine | null> {
  let start: (settings: object) => Promise<Core>
  let languageData: string
  try {
    start = installed('tesseract.js-core/tesseract-core-simd-lstm.js') as typeof start
    languageData = installed.resolve(
      `@tesseract.js-data/${LANGUAGE}/4.0.0_best_int/${LANGUAGE}.traineddata.gz`,
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return null
    throw error
  }
  const core = await start({ print: () => undefined, printErr: () => undefined })
  core.FS.writeFile(`./${LANGUAGE}.traineddata`, await promisify(gunzip)(await readFile(languageData)))
  const api = new core.TessBaseAPI()
  if (api.Init(null, LANGUAGE, LSTM_ONLY) !== 0) throw new Error('the data of the language cannot be used')
  return {
    recognize(picture) {
      core.FS.writeFile(PICTURE, picture)
      try {
        return readPicture(api, exifOrientation(picture))
      } finally {
        core.FS.unlink(PICTURE)
        api.Clear()
      }
    },
  }
}

function readPicture(api: CoreApi, orientation: number): RecognizedLine[] {
  if (api.SetImageFile(orientation, 0) !== 0) throw new Error('the picture cannot be decoded')
  api.FindLines()
  const turn = api.GetGradient()
  if (Math.abs(turn) >= MIN_TURN) api.SetImageFile(orientation, turn)
  api.Recognize(null)
  const page: Page = JSON.parse(api.GetJSONText(0))
  return page.blocks.flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines))
}

/** The tag 0x0112 of a photo, one short in either order of bytes; 1 is upright. */
const ORIENTATION_TAGS = [
  { tag: Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0]), value: 9 },
  { tag: Buffer.from([0x12, 0x01, 3, 0, 1, 0, 0, 0]), value: 8 },
]
const HEAD = 512

function exifOrientation(picture: Uint8Array): number {
  const head = Buffer.from(picture.subarray(0, HEAD))
  for (const { tag, value } of ORIENTATION_TAGS) {
    const at = head.indexOf(tag)
    const orientation = at < 0 ? 0 : (head[at + value] ?? 0)
    if (orientation >= 1 && orientation <= 8) return orientation
  }
  return 1
}
