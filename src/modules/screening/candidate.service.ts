import type { z } from 'zod'
import type { Question } from '#src/db/schema/screening.ts'
import { readTenant, withTenant } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { PublicContext } from '#src/http/context.ts'
import { AppError } from '#src/lib/errors.ts'
import { isoTime } from '#src/lib/iso-time.ts'
import { enqueue } from '#src/platform/tasks/tasks.ts'
import type { acceptBody, heldSchema } from './candidate.schemas.ts'
import { isCondition } from './conditions.ts'
import { endEarly, goOn, save, say } from './conversation.ts'
import { assertWritable, type Holder, holderOf, lockHeld, readHeld } from './holder.ts'
import { findQuestionSet } from './questions.repo.ts'
import { screeningErrors } from './screening.errors.ts'
import { screeningHumanRequested, screeningStarted } from './screening.events.ts'
import { watchScreeningTask } from './screening.task-names.ts'
import { presentMessage } from './sessions.present.ts'
import type { SessionRow } from './sessions.repo.ts'
import { stateAfter } from './states.ts'
import { type MessageRow, readMessages } from './transcript.repo.ts'

type Held = z.input<typeof heldSchema>

export async function readOwn(ctx: PublicContext, token: string | undefined, id: string): Promise<Held> {
  const holder = await holderOf(ctx, token, id)
  return readTenant(holder, async (tx) => show(tx, holder, await readHeld(tx, holder)))
}

/** Begins the screening, once. Nothing is asked before. @throws AppError 409 */
export async function accept(
  ctx: PublicContext,
  token: string | undefined,
  id: string,
  input: z.output<typeof acceptBody>,
): Promise<Held> {
  return change(ctx, { token, id }, (tx, holder, session) => {
    const { disclosureVersion: version } = session
    if (input.disclosure_version !== version)
      throw new AppError(screeningErrors.disclosure_changed, { members: { version } })
    const aiAccepted = session.aiProviders.length > 0 && input.use_ai
    if (session.state === 'in_progress' && session.aiAccepted === aiAccepted) return { session }
    const state = stateAfter('start', session.state)
    const text = aiAccepted ? CONSENTS.withAi : CONSENTS.withoutAi
    const began = say(
      { tx },
      { ...session, state, aiAccepted, startedAt: tx.now, activeAt: tx.now },
      { role: 'candidate', kind: 'consent', text },
    )
    // It ends by another clock from now on.
    enqueue(tx, holder, watchScreeningTask, { session_id: id })
    return { session: began, event: screeningStarted, asks: true }
  })
}

const CONSENTS = {
  withAi: 'I have read this and agree to the use of AI.',
  withoutAi: 'I have read this. No AI is to be used.',
}

/** No model is asked from now on, and whoever reads the answers is told. Once is enough. */
export const requestHuman = (ctx: PublicContext, token: string | undefined, id: string): Promise<Held> =>
  change(ctx, { token, id }, (tx, _holder, session) => {
    if (session.humanRequestedAt) return { session }
    const asked = say({ tx }, session, { role: 'candidate', kind: 'human_request', text: HUMAN_REQUEST })
    return {
      session: { ...asked, humanRequestedAt: tx.now, activeAt: tx.now },
      event: screeningHumanRequested,
    }
  })

const HUMAN_REQUEST = 'I ask for a person, or for another form of this step.'

/** Leaves the screening. The application stays as it is. */
export async function withdraw(ctx: PublicContext, token: string | undefined, id: string): Promise<Held> {
  const holder = await holderOf(ctx, token, id)
  await withTenant(holder, async (tx) => {
    const session = await lockHeld(tx, holder)
    assertWritable(session, tx.now)
    endEarly({ tx, ctx: holder }, session, 'cancel', 'withdrawn_by_candidate')
  })
  return readTenant(holder, async (tx) => show(tx, holder, await readHeld(tx, holder)))
}

interface Change {
  session: SessionRow
  /** Without one, nothing has changed. */
  event?: Parameters<typeof save>[2]
  /** The next question follows. */
  asks?: boolean
}

async function change(
  ctx: PublicContext,
  { token, id }: { token: string | undefined; id: string },
  work: (tx: TenantTx, holder: Holder, session: SessionRow) => Change,
): Promise<Held> {
  const holder = await holderOf(ctx, token, id)
  await withTenant(holder, async (tx) => {
    const session = await lockHeld(tx, holder)
    assertWritable(session, tx.now)
    const { session: changed, event, asks } = work(tx, holder, session)
    if (!event) return
    const writer = { tx, ctx: holder }
    const { questions } = await findQuestionSet(tx, session.questionSetId)
    save(writer, asks ? goOn(writer, changed, questions) : changed, event)
  })
  return readTenant(holder, async (tx) => show(tx, holder, await readHeld(tx, holder)))
}

async function show(tx: TenantTx, { company }: Holder, session: SessionRow): Promise<Held> {
  const rows = await readMessages(tx, session.id)
  const { questions } = await findQuestionSet(tx, session.questionSetId)
  return {
    id: session.id,
    company,
    state: session.state,
    end_reason: session.endReason,
    expires_at: isoTime(session.expiresAt),
    disclosure: {
      version: session.disclosureVersion,
      text: rows.find(({ kind }) => kind === 'disclosure')?.text ?? '',
      accepted_at: session.startedAt && isoTime(session.startedAt),
    },
    ai: {
      offered: session.aiProviders.length > 0,
      providers: session.aiProviders,
      accepted: session.aiAccepted,
    },
    human_requested_at: session.humanRequestedAt && isoTime(session.humanRequestedAt),
    open_question: openQuestion(session, rows, questions),
    messages: rows.map(presentMessage),
  }
}

function openQuestion(
  { openSequence }: SessionRow,
  rows: readonly MessageRow[],
  questions: readonly Question[],
): Held['open_question'] {
  const open = rows.find(({ sequence }) => sequence === openSequence)
  const question = questions.find(({ id }) => id === open?.questionId)
  if (!open || !question) return null
  const { kind, required, choices = null } = question
  const isAsked = open.kind === 'question'
  return {
    sequence: open.sequence,
    kind,
    required: required && isAsked,
    is_condition: isAsked && isCondition(question),
    choices,
  }
}
