import { expect, test } from 'vitest'
import { decodeText } from './plain.ts'

const JAPANESE = Buffer.from(
  'k/qWe5HqmFkKgraCooLGgqCCq4LNgrWC3ILxgr2CyIK1gtyCt4LHgqaCpILmgsuCtYKtgqiK6IKigrWC3IK3Cg==',
  'base64',
)
const euc = (...pairs: number[]) => Buffer.from(pairs.flatMap((pair) => [pair >> 8, pair & 0xff]))
/** 김철수 서울특별시 경력 */
const KOREAN = euc(0xb1e8, 0xc3b6, 0xbcf6, 0xbcad, 0xbfef, 0xc6af, 0xbab0, 0xbdc3, 0xb0e6, 0xb7c2)
/** 简历 张伟 北京 软件工程师 */
const SIMPLIFIED = euc(0xbcf2, 0xc0fa, 0xd5c5, 0xceb0, 0xb1b1, 0xbea9, 0xc8ed, 0xbcfe, 0xb9a4, 0xb3cc, 0xcaa6)
/** 履歷 軟體工程師 台北 */
const TRADITIONAL = euc(0xbc69, 0xbefa, 0xb36e, 0xc5e9, 0xa475, 0xb57b, 0xae76, 0xa578, 0xa55f)

test.each([
  ['UTF-8', Buffer.from('Renée Müller 日本'), 'Renée Müller 日本'],
  ['UTF-8 with a mark', Buffer.from('\ufeffRenée'), 'Renée'],
  ['UTF-16 LE with a mark', Buffer.from('\ufeffRenée 日本', 'utf16le'), 'Renée 日本'],
  ['UTF-16 BE with a mark', Buffer.from('\ufeffRenée 日本', 'utf16le').swap16(), 'Renée 日本'],
  ['UTF-16 LE', Buffer.from('Renée Müller', 'utf16le'), 'Renée Müller'],
  ['UTF-16 BE', Buffer.from('Renée Müller', 'utf16le').swap16(), 'Renée Müller'],
  ['windows-1252', Buffer.from('Ren\xe9e \x96 \x80 5', 'latin1'), 'Renée – € 5'],
  ['Shift_JIS', JAPANESE, new TextDecoder('shift_jis').decode(JAPANESE)],
  ['EUC-KR', KOREAN, '김철수서울특별시경력'],
  ['GB18030', SIMPLIFIED, '简历张伟北京软件工程师'],
  ['Big5', TRADITIONAL, '履歷軟體工程師台北'],
])('%s', (_, bytes, expected) => {
  expect(decodeText(new Uint8Array(bytes))).toBe(expected)
})

test('what is declared counts where the bytes are no Unicode', () => {
  expect(decodeText(Buffer.from('\xcf\xf0\xe8', 'latin1'), 'windows-1251')).toBe('При')
})
