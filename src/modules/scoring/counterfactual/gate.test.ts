import { describe, expect, it } from 'vitest'
import { scoreMatch } from '../score.ts'
import { COMPONENTS, type ComponentName, DEFAULT_WEIGHTS, type Weights } from '../weights.ts'
import { counterfactualGate, gateOf, PAIR_KINDS } from './index.ts'

describe('counterfactualGate', () => {
  it('passes the default weights: nothing personal changes a score', () => {
    const report = counterfactualGate(DEFAULT_WEIGHTS)
    expect(report).toMatchObject({ passed: true, worst_hundredths: 0, epsilon_hundredths: 0, failures: [] })
    expect(report.by_kind.map(({ kind }) => kind)).toEqual([...PAIR_KINDS])
    expect(report.pairs).toBe(report.by_kind.reduce((sum, { pairs }) => sum + pairs, 0))
    expect(report.pairs).toBeGreaterThan(1000)
  })

  const allOn = (component: ComponentName) =>
    Object.fromEntries(COMPONENTS.map((name) => [name, name === component ? 10_000 : 0])) as Weights

  it.each(COMPONENTS.filter((name) => name !== 'lexical'))('passes with all weight on %s', (component) => {
    expect(counterfactualGate(allOn(component)).failures).toEqual([])
  })

  it('stops a score of words alone, which knows no synonyms, and nothing else of it', () => {
    const { passed, worst_hundredths, failures } = counterfactualGate(allOn('lexical'))
    expect({ passed, worst_hundredths }).toEqual({ passed: false, worst_hundredths: 0 })
    expect(new Set(failures.map(({ kind }) => kind))).toEqual(new Set(['synonym']))
  })

  it('says the same each time', () => {
    expect(counterfactualGate(DEFAULT_WEIGHTS)).toEqual(counterfactualGate(DEFAULT_WEIGHTS))
  })

  it.each([
    ['name', (text: string) => text.split('\n')[0]?.length ?? 0],
    ['pronoun', (text: string) => (/\bShe\b/.test(text) ? 100 : 0)],
    ['caregiving_gap', (text: string) => -(text.match(/leave|break|caring|home|parent/gi)?.length ?? 0)],
    ['age', (text: string) => (/years young/.test(text) ? -50 : 0)],
    ['school', (text: string) => (text.includes('Stanford') ? 1 : 0)],
    ['personal_details', (text: string) => (text.includes('married') ? 10 : 0)],
    ['gendered_title', (text: string) => (/Waitress|Saleswoman|Köchin/.test(text) ? 5 : 0)],
  ] as const)('stops a way to score that looks at the %s', (kind, bonus) => {
    const report = gateOf((job, candidate, resume) => {
      const honest = scoreMatch(job, candidate)
      return { ...honest, score: honest.score + bonus(resume.text) }
    })
    expect(report.passed).toBe(false)
    expect(report.worst_hundredths).toBeGreaterThan(0)
    expect(report.failures.length).toBeLessThanOrEqual(20)
    const ofKind = report.by_kind.find((one) => one.kind === kind)
    expect(ofKind?.failures).toBeGreaterThan(0)
  })

  it('stops a way to score that hangs on spelling', () => {
    const report = gateOf((job, candidate, resume) => {
      const honest = scoreMatch(job, candidate)
      return { ...honest, score: honest.score + (/Postgres\b|MS Excel|JS\b/.test(resume.text) ? 0 : 2000) }
    })
    expect(report.by_kind.find(({ kind }) => kind === 'synonym')?.failures).toBeGreaterThan(0)
  })
})
