import { z } from 'zod'
import { SKILL_KINDS } from '#src/db/schema/tenant-skills.ts'
import { filterBy, listQuery } from '#src/http/list.ts'
import { idSchema, lineSchema, pageSchema, timeSchema } from '#src/http/schemas.ts'

export const SKILL_LIMITS = { skills: 2000, aliases: 20, implies: 10 } as const

const skillName = lineSchema(80)
/** A sign in a name can be a word in its key: 'C++' is `c-plus-plus`. */
const keySchema = z.string().min(1).max(500)
/** Of the tenant's own; languages are built in, with their levels. */
const OWN_KINDS = ['technical', 'soft'] as const

const editable = {
  name: skillName.describe(
    'Unique among the names and aliases of the tenant, in any case. The name of a built-in skill means that one',
  ),
  aliases: z.array(skillName).max(SKILL_LIMITS.aliases).describe('Further ways to write it, in any case'),
  implies: z
    .array(keySchema)
    .max(SKILL_LIMITS.implies)
    .describe('Keys of skills that whoever holds this one holds too, built-in or of the tenant'),
  kind: z.enum(OWN_KINDS).describe('`technical` unless told'),
  category: lineSchema(60).describe('`other` unless told'),
}

export const skillParams = z.object({ id: idSchema })
export const skillBody = z
  .strictObject({ ...z.object(editable).partial().shape, name: editable.name })
  .meta({ id: 'SkillCreate' })
export const skillPatch = z.strictObject(editable).partial().meta({ id: 'SkillUpdate' })

export const skillSchema = z
  .object({
    id: idSchema,
    key: z.string().describe('Made of the first name and kept; a built-in skill has its own'),
    name: z.string(),
    aliases: z.array(z.string()),
    implies: z.array(z.string()),
    kind: z.enum(SKILL_KINDS),
    category: z.string(),
    builtin: z.boolean().describe('Whether it only adds aliases to a built-in skill'),
    created_by: idSchema.nullable(),
    version: z.int(),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Skill' })

export const skillPage = pageSchema(skillSchema, 'SkillPage')
export const skillListQuery = listQuery({
  sorts: ['name', 'created_at', 'updated_at'],
  defaultSort: 'name',
  filters: { key: filterBy.text(), kind: filterBy.words(SKILL_KINDS), category: filterBy.text() },
  item: skillSchema,
})
