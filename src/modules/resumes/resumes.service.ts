import { readTenant, readTenantOnce } from '#src/db/tenant.ts'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { pageOf } from '#src/http/list.ts'
import { AppError } from '#src/lib/errors.ts'
import type { ListRequest } from '#src/lib/list.ts'
import { visibleCandidate } from '#src/modules/candidates/index.ts'
import { linkTo } from '#src/modules/files/index.ts'
import { diffData } from './diff-data.ts'
import { jsonResumeOf } from './json-resume.ts'
import * as parses from './resume-parses.repo.ts'
import { resumeErrors, resumeParseErrors } from './resumes.errors.ts'
import {
  presentFindings,
  presentParse,
  presentParseSummary,
  presentResume,
  presentResumeDetail,
} from './resumes.present.ts'
import * as repo from './resumes.repo.ts'
import { sightOf } from './sight.ts'

export const readResume = (ctx: RequestContext, id: string) =>
  readTenant(ctx, async (tx) => {
    const sight = sightOf(ctx)
    const row = found(await repo.findResume(tx, id, sight))
    const latest = await parses.findLatestParse(tx, id, sight)
    const reading = latest?.parsedData ? latest : await parses.findLatestReading(tx, id, sight)
    return presentResumeDetail(row, { latest, reading }, ctx.principal)
  })

export const listResumes = (ctx: RequestContext, candidateId: string, request: ListRequest) =>
  readTenant(ctx, async (tx) => {
    await visibleCandidate(ctx, tx, candidateId)
    const sight = sightOf(ctx)
    const page = await repo.listResumes(tx, request, { visible: sight, candidate: { candidateId } })
    const latest = await parses.listLatestParses(
      tx,
      page.rows.map((row) => row.id),
      sight,
    )
    return pageOf(page, (row) =>
      presentResume(
        row,
        latest.find((parse) => parse.resumeId === row.id),
      ),
    )
  })

/** @throws AppError 403, 404 */
export async function linkToFile(ctx: RequestContext, id: string, expiresInSeconds: number) {
  const row = found(await readTenantOnce(ctx, (tx) => repo.findResume(tx, id, sightOf(ctx))))
  const { candidateId, filename, contentType } = row
  return linkTo(
    ctx,
    { kind: 'resume', id, candidateId, filename, contentType: contentType ?? 'application/octet-stream' },
    expiresInSeconds,
  )
}

export function found(row: repo.ResumeRow | undefined): repo.ResumeRow {
  if (!row) throw new AppError(resumeErrors.not_found)
  return row
}

export const listParsesOfResume = (ctx: RequestContext, resumeId: string, request: ListRequest) =>
  readTenant(ctx, async (tx) => {
    const sight = sightOf(ctx)
    found(await repo.findResume(tx, resumeId, sight))
    const page = await parses.listParses(tx, request, { visible: sight, resume: { resumeId } })
    return pageOf(page, presentParseSummary)
  })

/** What was read of a resume, as a JSON Resume. @throws AppError 404, 409 where nothing was */
export const readJsonResume = (ctx: RequestContext, id: string) =>
  readTenant(ctx, async (tx) => {
    const sight = sightOf(ctx)
    const row = found(await repo.findResume(tx, id, sight))
    const reading = await parses.findLatestReading(tx, id, sight)
    const { parsed_data: data } = presentFindings(reading, ctx.principal)
    if (!reading || !data) throw new AppError(resumeErrors.not_read)
    return jsonResumeOf(data, { version: row.version, lastModified: reading.updatedAt })
  })

/** What was read of a resume and the text it was read from. @throws AppError 404, 409 where nothing was */
export async function readTextOf(ctx: RequestContext, tx: TenantTx, id: string) {
  const sight = sightOf(ctx)
  found(await repo.findResume(tx, id, sight))
  const reading = await parses.findLatestText(tx, id, sight)
  if (!reading?.parsedData) throw new AppError(resumeErrors.not_read)
  return { data: reading.parsedData, text: reading.text }
}

export const readParse = (ctx: RequestContext, id: string) =>
  readTenantOnce(ctx, async (tx) => {
    const row = await parses.findParse(tx, id, sightOf(ctx))
    if (!row) throw new AppError(resumeParseErrors.not_found)
    return presentParse(row, ctx.principal)
  })

/**
 * What a parse found otherwise than an earlier one of its resume, as the caller may see both.
 * @throws AppError 404, 409 where one of them found nothing
 */
export const diffParse = (ctx: RequestContext, id: string, against: string | undefined) =>
  readTenant(ctx, async (tx) => {
    const sight = sightOf(ctx)
    const to = await parses.findParse(tx, id, sight)
    if (!to) throw new AppError(resumeParseErrors.not_found)
    const from = against
      ? await parses.findParse(tx, against, sight)
      : await parses.findEarlierReading(tx, to, sight)
    if (against && from?.resumeId !== to.resumeId) throw new AppError(resumeParseErrors.not_found)
    const [earlier, later] = [from, to].map((parse) => presentFindings(parse, ctx.principal).parsed_data)
    if (!from || !earlier || !later) throw new AppError(resumeParseErrors.nothing_to_compare)
    return {
      parse_id: id,
      against_id: from.id,
      parser_version: { from: from.parserVersion, to: to.parserVersion },
      changes: diffData(earlier, later),
    }
  })

export const listParses = (ctx: RequestContext, request: ListRequest) =>
  readTenantOnce(ctx, async (tx) =>
    pageOf(await parses.listParses(tx, request, { visible: sightOf(ctx) }), presentParseSummary),
  )

/** How many parses wait for a person, of those that the list would show. */
export const countParsesToReview = (ctx: RequestContext, tx: TenantTx): Promise<number> =>
  parses.countToReview(tx, sightOf(ctx))
