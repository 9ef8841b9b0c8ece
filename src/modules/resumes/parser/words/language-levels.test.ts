import { expect, test } from 'vitest'
import { cefrOf } from './language-levels.ts'

test.each([
  [
    'native',
    [
      'Native speaker',
      'langue maternelle',
      'Muttersprache',
      'nativa',
      'madrelingua',
      'língua materna',
      '母语',
    ],
  ],
  ['c2', ['C2', 'near-native', 'nahezu muttersprachlich', 'CPE']],
  [
    'c1',
    ['fluent', 'courant', 'fließend', 'verhandlungssicher', 'avanzado', 'fluente', 'vloeiend', 'IELTS 7.5'],
  ],
  [
    'b2',
    ['B2', 'upper intermediate', 'sehr gut', 'très bien', 'zeer goed', 'TOEIC 800', 'Professional working'],
  ],
  [
    'b1',
    [
      'B1+',
      'intermediate',
      'intermédiaire',
      'gute Kenntnisse',
      'buono',
      'redelijk',
      'limited working proficiency',
    ],
  ],
  ['a2', ['basic', 'Grundkenntnisse', 'notions', 'básico', 'scolastico', 'noções básicas', 'basiskennis']],
  ['a1', ['A1', 'beginner', 'débutant', 'Anfänger', 'principiante', 'iniciante']],
])('%s: %j', (level, texts) => {
  expect(texts.map(cefrOf)).toEqual(texts.map(() => level))
})

test.each(['4/5', '80 %', 'quite something', '', null])('not told: %j', (text) => {
  expect(cefrOf(text)).toBeNull()
})
