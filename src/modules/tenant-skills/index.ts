export { lexiconOf, ownSkillsOf } from './lexicon-of.ts'
export { skillErrors } from './tenant-skills.errors.ts'
export { skillEvents } from './tenant-skills.events.ts'
export { skillRoutes } from './tenant-skills.routes.ts'
