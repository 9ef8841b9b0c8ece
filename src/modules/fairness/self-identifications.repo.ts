import { and, eq, isNull, sql } from 'drizzle-orm'
import { applications, candidates } from '#src/db/schema/candidates.ts'
import type { selfIdentifications } from '#src/db/schema/fairness.ts'
import { prepared, query, written } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

export type Answers = Pick<
  typeof selfIdentifications.$inferInsert,
  'sex' | 'raceEthnicity' | 'veteran' | 'disability'
>

// Not `excluded`: the app may not read what was answered, and that counts as reading.
const saveStatement = written(
  `insert into self_identifications
     (tenant_id, id, application_id, sex, race_ethnicity, veteran, disability, created_at, updated_at)
   values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, $6::text, $7::text, $8::timestamptz, $8::timestamptz)
   on conflict (tenant_id, application_id) do update set
     sex = $4::text, race_ethnicity = $5::text, veteran = $6::text, disability = $7::text, updated_at = $8::timestamptz`,
  ['tenantId', 'id', 'applicationId', 'sex', 'raceEthnicity', 'veteran', 'disability', 'now'],
  {},
)

export const saveAnswers = (tx: TenantTx, id: string, applicationId: string, answers: Answers): void =>
  tx.defer(saveStatement, { ...answers, id, applicationId, now: tx.now })

const applicationStatement = prepared<{ id: string }>(
  query
    .select({ id: applications.id })
    .from(applications)
    .innerJoin(
      candidates,
      and(eq(candidates.tenantId, applications.tenantId), eq(candidates.id, applications.candidateId)),
    )
    .where(
      and(
        eq(applications.tenantId, sql.placeholder('tenantId')),
        eq(applications.id, sql.placeholder('id')),
        isNull(applications.deletedAt),
        isNull(candidates.deletedAt),
      ),
    ),
)

export const isApplication = async (tx: TenantTx, id: string): Promise<boolean> =>
  (await tx.first(applicationStatement, { id })) !== undefined
