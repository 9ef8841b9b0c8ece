import type { Question } from '#src/db/schema/screening.ts'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { emit } from '#src/platform/events/events.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { saidOf } from './analysis/evidence.ts'
import { scoreByModel } from './analysis/score-by-model.ts'
import { type Answered, scoreByRules } from './analysis/score-by-rules.ts'
import { totalOf } from './analysis/total.ts'
import { toldOf } from './evaluations.present.ts'
import { type EvaluationRow, insertEvaluation, latestRevision } from './evaluations.repo.ts'
import { findQuestionSet, type QuestionSetRow } from './questions.repo.ts'
import { evaluationMade } from './screening.events.ts'
import { findApplication, findSession, lockSession, type SessionRow } from './sessions.repo.ts'
import { type MessageRow, readMessages } from './transcript.repo.ts'

/** Scores the answers of a completed screening, once. Nothing else comes of it. */
export async function analyseScreening(ctx: TaskContext, id: string): Promise<undefined> {
  const found = await readTenant(ctx, (tx) => read(tx, id))
  if (!found) return
  const evaluation = await evaluate(ctx, found)
  await withTenant(ctx, async (tx) => {
    const { session } = found
    // Held, so that of two runs one finds what the other left, and a candidate who is gone by now is not judged.
    if (!(await lockSession(tx, id)) || (await latestRevision(tx, id)) > 0) return
    const row: EvaluationRow = {
      ...evaluation,
      id: newId(),
      kind: 'screening',
      subjectId: id,
      revision: 1,
      applicationId: session.applicationId,
      candidateId: session.candidateId,
      jobId: session.jobId,
      rubricId: session.questionSetId,
      rubricVersion: session.questionsVersion,
      reason: null,
      decidedBy: null,
      createdAt: tx.now,
    }
    insertEvaluation(tx, row)
    emit(tx, ctx, evaluationMade, row.id, toldOf(row))
  })
}

interface Found {
  session: SessionRow
  set: QuestionSetRow
  messages: MessageRow[]
  name: string
}

async function read(tx: TenantTx, id: string): Promise<Found | undefined> {
  const session = await findSession(tx, id)
  if (session?.state !== 'completed' || (await latestRevision(tx, id)) > 0) return undefined
  const set = await findQuestionSet(tx, session.questionSetId)
  const messages = await readMessages(tx, id)
  const application = await findApplication(tx, session.applicationId)
  return application && { session, set, messages, name: `${application.firstName} ${application.lastName}` }
}

type Evaluation = Pick<EvaluationRow, 'method' | 'score' | 'needsHuman' | 'criteria' | 'flags' | 'lineageIds'>

async function evaluate(ctx: TaskContext, { session, set, messages, name }: Found): Promise<Evaluation> {
  const { signal } = ctx
  const usesModel = session.aiAccepted === true && session.humanRequestedAt === null
  const answers = set.questions.map((question) => answeredOf(question, messages))
  const criteria: Evaluation['criteria'] = []
  const lineageIds: string[] = []
  for (const answered of answers) {
    const byRules = scoreByRules(answered)
    const asked = { session, name, signal }
    const scored = usesModel
      ? await scoreByModel(ctx, answered, byRules, asked)
      : { results: byRules, lineageId: null }
    criteria.push(...scored.results)
    if (scored.lineageId) lineageIds.push(scored.lineageId)
  }
  const hasInstructions = answers.some(({ said }) => said.some(({ guarded }) => guarded.hasInstructions))
  const flags: Evaluation['flags'] = [
    ...(hasInstructions ? ['instructions_in_answer'] : []),
    ...(session.humanRequestedAt ? ['human_requested'] : []),
    ...(criteria.some(({ knockout, score }) => knockout && score === 0) ? ['knocked_out'] : []),
  ]
  const isWhole = criteria.every(({ score }) => score !== null) && answers.every(isScored)
  const method = criteria.some(({ by }) => by === 'model') ? 'model' : 'rules'
  return {
    method,
    score: totalOf(criteria),
    needsHuman: !isWhole || flags.length > 0,
    criteria,
    flags,
    lineageIds,
  }
}

/** A text that no criterion looks at is read by a person. */
const isScored = ({ question }: Answered): boolean =>
  question.kind !== 'free_text' || question.criteria.length > 0

function answeredOf(question: Question, messages: readonly MessageRow[]): Answered {
  const answers = messages.filter(({ kind, questionId }) => kind === 'answer' && questionId === question.id)
  const said = answers.filter(({ answer }) => (answer?.value ?? null) !== null)
  return { question, value: answers[0]?.answer?.value ?? null, said: said.map(saidOf) }
}
