import { and, asc, count, eq, gt, sql } from 'drizzle-orm'
import { candidateProfiles, embeddings, matches } from '#src/db/schema/matching.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'
import { newId } from '#src/lib/ids.ts'
import { arrayLiteral } from '#src/lib/pg-array.ts'
import { EMBEDDER } from '#src/modules/scoring/embed.ts'
import { digestOf } from '#src/modules/scoring/inputs-hash.ts'
import type { CandidateProfile } from '#src/modules/scoring/profiles.ts'
import { SCORING_VERSION } from '#src/modules/scoring/score.ts'

export interface NewProfile {
  candidateId: string
  resumeId: string
  profile: CandidateProfile
  /** The version of the tenant's skills that it was made with. */
  lexicon: string
  flags: string[]
}

/** A profile as it is stored: scores are made from this and nothing else. */
export interface StoredProfile {
  candidateId: string
  /** Counts how often the candidate was profiled. */
  revision: number
  profile: CandidateProfile
  profileHash: string
}

/** Answers what scores are to be made from; undefined where the resume is not the primary one any more. */
export async function saveProfile(tx: TenantTx, input: NewProfile): Promise<StoredProfile | undefined> {
  const { candidateId, resumeId, lexicon, flags } = input
  const profile = keptProfile(input.profile)
  const profileHash = digestOf(input.profile)
  const row = {
    tenantId: tx.tenantId,
    id: newId(),
    candidateId,
    resumeId,
    profile,
    profileHash,
    lexicon,
    flags,
    revision: 1,
  }
  const saved = await tx.first(
    query
      .insert(candidateProfiles)
      .values({ ...row, profileVersion: SCORING_VERSION, createdAt: tx.now, updatedAt: tx.now })
      .onConflictDoUpdate({
        target: [candidateProfiles.tenantId, candidateProfiles.candidateId],
        set: {
          resumeId: sql`excluded.resume_id`,
          profile: sql`excluded.profile`,
          profileHash: sql`excluded.profile_hash`,
          lexicon: sql`excluded.lexicon`,
          flags: sql`excluded.flags`,
          profileVersion: sql`excluded.profile_version`,
          revision: sql`${candidateProfiles.revision} + 1`,
          updatedAt: sql`excluded.updated_at`,
        },
        setWhere: isPrimary(tx, resumeId),
      })
      .returning({ revision: candidateProfiles.revision }),
  )
  if (!saved) return undefined
  tx.defer(embeddingsOf(tx, 'candidate', [{ id: candidateId, embedding: input.profile.embedding }]))
  return { candidateId, ...saved, profile: input.profile, profileHash }
}

/** Of two at once, the one that read an older resume does not overwrite the other. */
const isPrimary = (tx: TenantTx, resumeId: string) => sql`exists (
  select 1 from resumes r where r.tenant_id = ${tx.tenantId}::uuid and r.id = ${resumeId}::uuid and r.is_primary)`

interface NewVector {
  id: string
  embedding: number[]
}

/** Answers the vectors as the column keeps them: half the precision of what was given. */
export async function saveEmbeddings(
  tx: TenantTx,
  subject: 'candidate' | 'job',
  vectors: NewVector[],
): Promise<Map<string, number[]>> {
  const saved = await tx.all(
    embeddingsOf(tx, subject, vectors).returning({
      id: embeddings.subjectId,
      embedding: embeddings.embedding,
    }),
  )
  return new Map(saved.map(({ id, embedding }) => [id, embedding]))
}

function embeddingsOf(tx: TenantTx, subject: 'candidate' | 'job', vectors: NewVector[]) {
  const rows = vectors.map(({ id, embedding }) => ({
    tenantId: tx.tenantId,
    id: newId(),
    subject,
    subjectId: id,
    model: EMBEDDER.model,
    embedding,
    createdAt: tx.now,
    updatedAt: tx.now,
  }))
  return query
    .insert(embeddings)
    .values(rows)
    .onConflictDoUpdate({
      target: [embeddings.tenantId, embeddings.subject, embeddings.subjectId, embeddings.model],
      set: { embedding: sql`excluded.embedding`, updatedAt: tx.now },
    })
}

/** Forgets what was stored of a candidate's resume, and all that was made from it. */
export function removeProfile(tx: TenantTx, candidateId: string): void {
  const { tenantId } = tx
  tx.defer(
    query.delete(matches).where(and(eq(matches.tenantId, tenantId), eq(matches.candidateId, candidateId))),
  )
  tx.defer(
    query
      .delete(embeddings)
      .where(
        and(
          eq(embeddings.tenantId, tenantId),
          eq(embeddings.subject, 'candidate'),
          eq(embeddings.subjectId, candidateId),
        ),
      ),
  )
  tx.defer(
    query
      .delete(candidateProfiles)
      .where(and(eq(candidateProfiles.tenantId, tenantId), eq(candidateProfiles.candidateId, candidateId))),
  )
}

const ofTenant = eq(candidateProfiles.tenantId, sql.placeholder('tenantId'))
/** A profile of another version is as good as none: no score may be made from it. */
const isCurrent = eq(candidateProfiles.profileVersion, SCORING_VERSION)
/** Scalar, as is the vector below, so that a page is read in its order and ends where it is full. */
const isShown = sql`(
  select c.deleted_at is null from candidates c
  where c.tenant_id = ${candidateProfiles.tenantId} and c.id = ${candidateProfiles.candidateId})`
const scorable = and(ofTenant, isCurrent, isShown)

const pageStatement = prepared(
  query
    .select({
      candidateId: candidateProfiles.candidateId,
      revision: candidateProfiles.revision,
      profile: sql`${candidateProfiles.profile}`.mapWith(profileOf),
      profileHash: candidateProfiles.profileHash,
    })
    .from(candidateProfiles)
    .where(and(scorable, gt(candidateProfiles.candidateId, sql.placeholder('after'))))
    .orderBy(asc(candidateProfiles.candidateId))
    .limit(sql.placeholder('limit')),
)

/** As it is kept: the whole numbers of its vector as bytes, which are read ten times as fast as a list. */
export type KeptProfile = Omit<CandidateProfile, 'embedding'> & { embedding: string }

export const keptProfile = ({ embedding, ...profile }: CandidateProfile): KeptProfile => ({
  ...profile,
  embedding: Buffer.from(Int8Array.from(embedding).buffer).toString('base64'),
})

function profileOf(text: string): CandidateProfile {
  // What an older version kept may have none.
  const { embedding = '', ...profile }: Partial<KeptProfile> & Omit<KeptProfile, 'embedding'> =
    JSON.parse(text)
  return { ...profile, embedding: Array.from(new Int8Array(Buffer.from(embedding, 'base64'))) }
}

/** Profiles that scores can be made from, by candidate. */
export const listProfiles = (tx: TenantTx, after: string, limit: number): Promise<StoredProfile[]> =>
  tx.all(pageStatement, { after, limit })

const jobVectorStatement = prepared<{ embedding: number[] }>(
  query
    .select({ embedding: embeddings.embedding })
    .from(embeddings)
    .where(
      and(
        eq(embeddings.tenantId, sql.placeholder('tenantId')),
        eq(embeddings.subject, 'job'),
        eq(embeddings.subjectId, sql.placeholder('jobId')),
        eq(embeddings.model, EMBEDDER.model),
      ),
    ),
)

export const findJobEmbedding = async (tx: TenantTx, jobId: string): Promise<number[] | undefined> =>
  (await tx.first(jobVectorStatement, { jobId }))?.embedding

export interface DatedProfile extends StoredProfile {
  /** The version of the scoring that it was made with. */
  profileVersion: string
}

const oneStatement = prepared(
  query
    .select({
      candidateId: candidateProfiles.candidateId,
      revision: candidateProfiles.revision,
      profileVersion: candidateProfiles.profileVersion,
      profile: sql`${candidateProfiles.profile}`.mapWith(profileOf),
      profileHash: candidateProfiles.profileHash,
    })
    .from(candidateProfiles)
    .where(and(ofTenant, isShown, eq(candidateProfiles.candidateId, sql.placeholder('candidateId')))),
)

/** A candidate's profile as it is, whichever version made it. */
export const findProfile = (tx: TenantTx, candidateId: string): Promise<DatedProfile | undefined> =>
  tx.first(oneStatement, { candidateId })

const countStatement = prepared(query.select({ profiles: count() }).from(candidateProfiles).where(scorable))

export const countProfiles = async (tx: TenantTx): Promise<number> =>
  (await tx.first(countStatement))?.profiles ?? 0

const profiledStatement = prepared(
  query
    .select({ candidateId: candidateProfiles.candidateId })
    .from(candidateProfiles)
    .where(
      and(
        scorable,
        eq(candidateProfiles.lexicon, sql.placeholder('lexicon')),
        sql`${candidateProfiles.candidateId} = any(${sql.placeholder('candidateIds')}::uuid[])`,
      ),
    ),
)

/** Which of the candidates have a profile that scores can be made from, made with this version of the tenant's skills. */
export async function findProfiled(
  tx: TenantTx,
  candidateIds: string[],
  lexicon: string,
): Promise<Set<string>> {
  const rows = await tx.all(profiledStatement, { candidateIds: arrayLiteral(candidateIds), lexicon })
  return new Set(rows.map((row) => row.candidateId))
}
