import type { Question } from '#src/db/schema/screening.ts'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { callModel, prompts } from '#src/modules/llm/index.ts'
import { isInstruction } from '#src/modules/scoring/instructions/find-instructions.ts'
import type { TaskContext } from '#src/platform/tasks/tasks.ts'
import { saidOf } from './analysis/evidence.ts'
import { criteriaText } from './analysis/score-by-model.ts'
import { asksModel } from './answer.ts'
import { goOn, save, say } from './conversation.ts'
import { isFitQuestion } from './fit-question.ts'
import { findQuestionSet } from './questions.repo.ts'
import { findApplication, findSession, lockSession, type SessionRow } from './sessions.repo.ts'
import { endsAt } from './states.ts'
import { type MessageRow, readMessages } from './transcript.repo.ts'

interface Turn {
  session_id: string
  /** The answer that it goes on from. */
  sequence: number
}

/** Asks more about an answer where a model knows what, and otherwise the next question: the candidate never waits for one. */
export async function takeTurn(ctx: TaskContext, { session_id: id, sequence }: Turn): Promise<undefined> {
  const found = await readTenant(ctx, (tx) => read(tx, id, sequence))
  if (!found) return
  const followUp = asksModel(found.session) ? await followUpTo(ctx, found) : undefined
  await finishTurn(ctx, { session_id: id, sequence }, followUp)
}

/** Writes the next line, unless somebody has or the screening has ended. */
export async function finishTurn(
  ctx: TaskContext,
  { session_id: id, sequence }: Turn,
  followUp?: FollowUp,
): Promise<void> {
  await withTenant(ctx, async (tx) => {
    const session = await lockSession(tx, id)
    if (!session || !isOwed(session, sequence)) return
    const writer = { tx, ctx }
    const { questions } = await findQuestionSet(tx, session.questionSetId)
    if (!followUp || !asksModel(session)) {
      save(writer, goOn(writer, { ...session, position: session.position + 1 }, questions))
      return
    }
    const questionId = questions[session.position]?.id ?? null
    const line = { role: 'interviewer', kind: 'follow_up', questionId, ...followUp } as const
    const asked = say(writer, { ...session, followUps: session.followUps + 1 }, line)
    save(writer, { ...asked, openSequence: asked.lastSequence })
  })
}

interface FollowUp {
  text: string
  lineageId: string
}

/** Not where another answer came since. A request for a person may have: after it no other turn is left to a model. */
const isOwed = (
  { state, openSequence, lastSequence, humanRequestedAt }: SessionRow,
  sequence: number,
): boolean =>
  state === 'in_progress' &&
  openSequence === null &&
  (lastSequence === sequence || (humanRequestedAt !== null && lastSequence === sequence + 1))

interface Found {
  session: SessionRow
  question: Question
  answer: MessageRow
  name: string
}

async function read(tx: TenantTx, id: string, sequence: number): Promise<Found | undefined> {
  const session = await findSession(tx, id)
  if (!session || !isOwed(session, sequence)) return undefined
  const ends = endsAt(session)
  const question = (await findQuestionSet(tx, session.questionSetId)).questions[session.position]
  const answer = (await readMessages(tx, id, sequence - 1))[0]
  const application = await findApplication(tx, session.applicationId)
  if (!question || !answer || !application || !ends || ends <= tx.now) return undefined
  return { session, question, answer, name: `${application.firstName} ${application.lastName}` }
}

const MAX_OUTPUT_TOKENS = 400
/** Somebody waits for it. */
const PATIENCE_MS = 15_000

async function followUpTo(
  ctx: TaskContext,
  { session, question, answer, name }: Found,
): Promise<FollowUp | undefined> {
  const { guarded } = saidOf(answer)
  // Whoever gives orders to software gets the questions that everybody gets.
  if (guarded.hasInstructions) return undefined
  const called = await callModel(ctx, {
    feature: 'screening',
    entity: { type: 'screening', id: session.id },
    prompt: prompts.screeningFollowUp,
    input: {
      question: question.text,
      criteria: criteriaText(question.criteria) || 'an answer to the question',
      answer: JSON.stringify(guarded.text),
    },
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    timeoutMs: PATIENCE_MS,
    among: session.aiProviders,
    personal: { names: [name] },
    signal: ctx.signal,
  })
  if (!called.ok || !called.value.needed) return undefined
  const text = called.value.question.trim()
  return isFitQuestion(text) && !isInstruction(text) ? { text, lineageId: called.lineageId } : undefined
}
