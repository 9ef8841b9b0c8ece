/** Belong to the family name that follows them. */
export const PARTICLES = new Set(
  `de da do dos das del della dello degli delle dei di du des d' van von vom der den dem la las los le lo el al as bin bint ibn ben
  abu ter ten te tot zu zum zur af av 't op y e i san santa st. st saint mac mc o' dal dalla d`.split(/\s+/),
)
/** Join two family names. */
const JOINTS = new Set(['y', 'e', 'i'])

/** Frequent first halves of the double family names of Spain and Latin America, folded; most others end in -ez. */
const SURNAMES = new Set(
  `garcia martin ruiz diaz moreno munoz romero alonso navarro torres ramos gil serrano blanco molina morales ortega
  delgado castro ortiz rubio marin sanz iglesias medina garrido cortes castillo santos lozano guerrero cano prieto cruz
  flores herrera vargas rojas reyes campos vega pena aguilar contreras silva soto mendoza rivera guzman salazar leon
  fuentes cabrera vidal mora pardo bravo rivas arias crespo pascual herrero hidalgo nieto santana gallego calvo caballero
  montero carrasco esteban duran lorenzo parra merino soler pastor ferrer salas velasco rios ochoa cardenas pineda mejia
  acosta villanueva espinosa rosales quintero bermudez zapata escobar maldonado figueroa barrios montoya paredes`.split(
    /\s+/,
  ),
)
/** Chinese and Korean family names of two characters. */
const COMPOUND =
  /^(?:欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|东方|東方|皇甫|尉迟|公孙|令狐|慕容|司徒|남궁|황보|제갈|사공|선우|서문|독고)/
/** Frequent Chinese and Korean family names of one character, and Japanese ones of two. */
const FAMILY = new Set(
  `王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋傅方白邹鄒孟熊秦邱江尹薛
  闫阎段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모`.replace(
    /\s+/g,
    '',
  ),
)
const FAMILY_OF_TWO = new Set(
  `佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 清水 山崎 池田 橋本 阿部 石川 山下 中島
  石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 斉藤 福田 太田 西村 藤井 金子 岡本 藤原 三浦 中野 中川 原田 松田 竹内 小野 田村`.split(
    /\s+/,
  ),
)

/** One word that begins with a frequent family name: 王小明, 김민준, 佐藤花子. */
export function isEastAsianName(word: string): boolean {
  if (!HAN_OR_HANGUL.test(word)) return false
  const isOfOne = word.length <= 3 && FAMILY.has(word.charAt(0))
  return isOfOne || COMPOUND.test(word) || (word.length >= 3 && FAMILY_OF_TWO.has(word.slice(0, 2)))
}

const HAN_OR_HANGUL = /^[\p{Script=Han}\p{Script=Hangul}]{2,5}$/u
const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]+$/u

/** The words of the given and of the family name. */
export function firstAndLast(words: string[]): [string[], string[]] {
  return eastAsian(words) ?? byCapitals(words) ?? byPlace(words)
}

/** The family name stands first, of one character where nothing parts them. */
function eastAsian(words: string[]): [string[], string[]] | null {
  const [first = '', second, ...more] = words
  if (!words.every((word) => EAST_ASIAN.test(word)) || more.length > 0) return null
  if (second) return [[second], [first]]
  if (!HAN_OR_HANGUL.test(first)) return null
  const length = COMPOUND.exec(first)?.[0].length ?? 1
  return [[first.slice(length)], [first.slice(0, length)]]
}

/** 'DOE Jane' and 'Jane VAN DER BERG' mark the family name by capitals. */
function byCapitals(words: string[]): [string[], string[]] | null {
  const isMarked = words.map(
    (word) => isCapitals(word) || (word === word.toUpperCase() && PARTICLES.has(word.toLowerCase())),
  )
  const others = words.filter((_, i) => !isMarked[i])
  if (!words.some(isCapitals) || !others.some((word) => word.length > 2)) return null
  return [others, words.filter((_, i) => isMarked[i])]
}

/** The last word with its particles, and the one before where people have two. */
function byPlace(words: string[]): [string[], string[]] {
  const word = (i: number) => (words[i] ?? '').toLowerCase()
  let split = words.length - 1
  const takeParticles = () => {
    while (split > 1 && PARTICLES.has(word(split - 1))) {
      split -= 1
      if (JOINTS.has(word(split)) && split > 1) split -= 1
    }
  }
  takeParticles()
  if (split > 1 && isFirstSurname(word(split - 1))) {
    split -= 1
    takeParticles()
  }
  return split < 1 ? [words, []] : [words.slice(0, split), words.slice(split)]
}

function isFirstSurname(word: string): boolean {
  const folded = word.normalize('NFD').replace(/\p{M}/gu, '')
  return SURNAMES.has(folded) || /^\p{L}{3,}ez$/u.test(folded)
}

export const isCapitals = (word: string): boolean =>
  word.length > 2 && word === word.toUpperCase() && /\p{Lu}/u.test(word)
