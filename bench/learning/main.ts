import { parseArgs } from 'node:util'
import { EXPLORATION_POLICIES } from '#src/db/schema/learning.ts'
import { mean } from '#src/modules/learning/ranker/ndcg.ts'
import { DEFAULT_WEIGHTS } from '#src/modules/scoring/weights.ts'
import { learn } from '#test/learning/learn.ts'
import { leaningTo, makeWorld } from '#test/learning/simulator.ts'

// What 500 feedbacks teach, for people of known preferences: nDCG@10 on jobs nobody gave feedback for, and regret.

const TASTES = {
  'as the prior': DEFAULT_WEIGHTS,
  experience: leaningTo({ experience: 4500, skills: 1500 }),
  'title first': leaningTo({ title: 5500, skills: 1500 }),
  'meaning, degree': leaningTo({ semantic: 3500, education: 2500 }),
}

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '3' } } })
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1)

console.log(
  row('taste', 'feedback', 'policy', 'nDCG prior', 'at 100', 'at 500', 'regret first', 'last', 'activated'),
)
for (const [taste, hidden] of Object.entries(TASTES))
  for (const biased of [false, true])
    for (const policy of EXPLORATION_POLICIES) {
      const courses = seeds.map((seed) =>
        learn(makeWorld(hidden, { seed, biased }), { policy, epsilon: 1000, band: 500 }),
      )
      const of = (value: (course: (typeof courses)[number]) => number) => mean(courses.map(value)).toFixed(3)
      console.log(
        row(
          taste,
          biased ? 'biased' : 'honest',
          policy,
          of(({ priorNdcg }) => priorNdcg),
          of(({ steps }) => steps[0]?.ndcg ?? 0),
          of(({ steps }) => steps.at(-1)?.ndcg ?? 0),
          of(({ regrets }) => mean(regrets.slice(0, regrets.length / 4))),
          of(({ regrets }) => mean(regrets.slice(-regrets.length / 4))),
          of(({ activated }) => activated.length - 1),
        ),
      )
    }

function row(...cells: string[]): string {
  return cells.map((cell, i) => (i < 3 ? cell.padEnd(16) : cell.padStart(13))).join('')
}
