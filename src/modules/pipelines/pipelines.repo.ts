import { and, eq, gte, isNull, sql } from 'drizzle-orm'
import { defineList } from '#src/db/list.ts'
import { pipelineStages, pipelines, type Stage } from '#src/db/schema/jobs.ts'
import { prepared, query } from '#src/db/statement.ts'
import type { TenantTx } from '#src/db/tx.ts'

/** A template, or a job's own copy of one, with its stages in order. */
export type PipelineRow = Omit<typeof pipelines.$inferSelect, 'tenantId' | 'deletedAt'> & { stages: Stage[] }

const columns = {
  id: pipelines.id,
  name: pipelines.name,
  isDefault: pipelines.isDefault,
  isTemplate: pipelines.isTemplate,
  strict: pipelines.strict,
  version: pipelines.version,
  createdAt: pipelines.createdAt,
  updatedAt: pipelines.updatedAt,
  stages: sql`(
    select json_agg(json_build_object('id', s.id, 'name', s.name, 'type', s.type) order by s.position)
    from pipeline_stages s where s.tenant_id = pipelines.tenant_id and s.pipeline_id = pipelines.id)`
    .mapWith((text): Stage[] => JSON.parse(text))
    .as('stages'),
}

const byId = and(eq(pipelines.tenantId, sql.placeholder('tenantId')), eq(pipelines.id, sql.placeholder('id')))
const isTemplate = and(eq(pipelines.isTemplate, true), isNull(pipelines.deletedAt))
const template = and(byId, isTemplate)
const theDefault = and(eq(pipelines.tenantId, sql.placeholder('tenantId')), eq(pipelines.isDefault, true))

const select = () => query.select(columns).from(pipelines)
const findStatement = prepared<PipelineRow>(select().where(byId))
const findTemplateStatement = prepared<PipelineRow>(select().where(template))
const lockTemplateStatement = prepared<PipelineRow>(select().where(template).for('update'))
const findDefaultStatement = prepared<PipelineRow>(select().where(theDefault))
const lockDefaultStatement = prepared<PipelineRow>(select().where(theDefault).for('update'))

export const findPipeline = (tx: TenantTx, id: string): Promise<PipelineRow | undefined> =>
  tx.first(findStatement, { id })

export const findTemplate = (tx: TenantTx, id: string): Promise<PipelineRow | undefined> =>
  tx.first(findTemplateStatement, { id })

/** As `findTemplate`, making other writers of the template wait for this transaction. */
export const lockTemplate = (tx: TenantTx, id: string): Promise<PipelineRow | undefined> =>
  tx.first(lockTemplateStatement, { id })

export const findDefault = (tx: TenantTx): Promise<PipelineRow | undefined> => tx.first(findDefaultStatement)
export const lockDefault = (tx: TenantTx): Promise<PipelineRow | undefined> => tx.first(lockDefaultStatement)

export const listTemplates = defineList<PipelineRow>({
  from: pipelines,
  select: columns,
  sorts: { created_at: { column: pipelines.createdAt, value: (row) => row.createdAt } },
  filters: { updated_at: pipelines.updatedAt },
  where: sql`${isTemplate}`,
})

const insertOf = (tx: TenantTx, { stages: _, ...row }: PipelineRow) =>
  query.insert(pipelines).values({ ...row, tenantId: tx.tenantId })

const stageValues = (tx: TenantTx, pipelineId: string, stages: Stage[]) =>
  stages.map((stage, position) => ({ ...stage, position, pipelineId, tenantId: tx.tenantId }))

export function insertPipeline(tx: TenantTx, row: PipelineRow): void {
  tx.defer(insertOf(tx, row))
  tx.defer(query.insert(pipelineStages).values(stageValues(tx, row.id, row.stages)))
}

/** Unless another transaction has just made the tenant's default pipeline. */
export async function insertFirstDefault(tx: TenantTx, row: PipelineRow): Promise<void> {
  const made = await tx.run(insertOf(tx, row).onConflictDoNothing())
  if (made === 1) await tx.run(query.insert(pipelineStages).values(stageValues(tx, row.id, row.stages)))
}

export function updatePipeline(
  tx: TenantTx,
  id: string,
  changes: Partial<typeof pipelines.$inferInsert>,
): void {
  tx.defer(query.update(pipelines).set(changes).where(rowOf(tx, id)))
}

const rowOf = (tx: TenantTx, id: string) => and(eq(pipelines.tenantId, tx.tenantId), eq(pipelines.id, id))

/** Beyond the places of any pipeline: two stages never stand at one, not even while they are reordered. */
const ASIDE = 1000

const stagesOf = (tx: TenantTx, pipelineId: string) =>
  and(eq(pipelineStages.tenantId, tx.tenantId), eq(pipelineStages.pipelineId, pipelineId))

/** Gives a pipeline these stages in this order; what it had beside them stands aside, to be dropped. */
export async function putStages(tx: TenantTx, pipelineId: string, stages: Stage[]): Promise<void> {
  const { name, type, position } = pipelineStages
  await tx.run(
    query
      .update(pipelineStages)
      .set({ position: sql`${position} + ${ASIDE}` })
      .where(stagesOf(tx, pipelineId)),
  )
  const excluded = ({ name: column }: { name: string }) => sql.raw(`excluded.${column}`)
  await tx.run(
    query
      .insert(pipelineStages)
      .values(stageValues(tx, pipelineId, stages))
      .onConflictDoUpdate({
        target: [pipelineStages.tenantId, pipelineStages.id],
        set: { name: excluded(name), type: excluded(type), position: excluded(position) },
      }),
  )
}

/** Removes the stages that `putStages` left aside; they must have no applications by then. */
export function dropStages(tx: TenantTx, pipelineId: string): void {
  tx.defer(
    query.delete(pipelineStages).where(and(stagesOf(tx, pipelineId), gte(pipelineStages.position, ASIDE))),
  )
}
