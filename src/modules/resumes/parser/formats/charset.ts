/** The decoder of a charset as messages and pages name it; Western where there is no such one. */
export function decoderOf(charset = 'utf-8'): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset.trim())
  } catch {
    return new TextDecoder('windows-1252')
  }
}

const KANA = /[\u3040-\u30ff]/g
const HANGUL = /[\uac00-\ud7a3]/g
const HAN = /[\u4e00-\u9fff]/g

/**
 * Encodings of East Asia in the order of trying. Wrongly decoded text of one is Han characters in the others, so
 * letters of its own tell Japanese and Korean; what is left is Chinese. The share is that of what is not ASCII.
 */
const ASIAN = [
  { charset: 'shift_jis', letters: KANA, share: 0.25 },
  { charset: 'euc-jp', letters: KANA, share: 0.25 },
  { charset: 'euc-kr', letters: HANGUL, share: 0.8 },
  { charset: 'gb18030', letters: HAN, share: 0.6 },
  { charset: 'big5', letters: HAN, share: 0.6 },
]

/** The share of bytes beyond ASCII in a text of East Asia; fewer are the accents of the West. */
const MIN_HIGH = 0.15
/** Of the two bytes of a character, the second is mostly beyond ASCII in simplified Chinese, but not in traditional. */
const MAX_LOW_SECOND = 0.1
const SAMPLE = 64 * 1024

/** The charset of bytes that are not Unicode: one of East Asia when they make sense in it. */
export function legacyCharset(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, SAMPLE)
  const high = sample.reduce((sum, byte) => sum + (byte >= 0x80 ? 1 : 0), 0)
  if (high < MIN_HIGH * sample.length) return 'windows-1252'
  const found = ASIAN.find(({ charset, letters, share }) => {
    if (charset === 'gb18030' && lowSeconds(sample) > MAX_LOW_SECOND) return false
    return shareOf(sample, charset, letters) >= share
  })
  return found?.charset ?? 'windows-1252'
}

function shareOf(sample: Uint8Array, charset: string, letters: RegExp): number {
  // As a stream, so that a character cut at the end of the sample is no fault.
  const text = new TextDecoder(charset).decode(sample, { stream: true })
  const foreign = text.match(/[^\p{ASCII}]/gu)?.length ?? 0
  if (foreign === 0 || text.includes('\ufffd')) return 0
  return (text.match(letters)?.length ?? 0) / foreign
}

function lowSeconds(sample: Uint8Array): number {
  let [pairs, low] = [0, 0]
  for (let i = 0; i + 1 < sample.length; i++) {
    if ((sample[i] ?? 0) < 0x81) continue
    pairs += 1
    i += 1
    if ((sample[i] ?? 0) < 0xa1) low += 1
  }
  return low / Math.max(1, pairs)
}
