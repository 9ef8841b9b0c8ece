import type { TenantTx } from '#src/db/tx.ts'
import type { ProfileRows } from './profile.present.ts'
import * as repo from './profile.repo.ts'

/** One statement a section, whatever the number of candidates. */
export async function readProfiles(tx: TenantTx, ids: string[]): Promise<(id: string) => ProfileRows> {
  const read = async <Row extends repo.SectionKey>(section: {
    list(tx: TenantTx, ids: string[]): Promise<Row[]>
  }) => Map.groupBy(await section.list(tx, ids), (row) => row.candidateId)
  const experiences = await read(repo.sections.experiences)
  const educations = await read(repo.sections.educations)
  const skills = await read(repo.sections.skills)
  const languages = await read(repo.sections.languages)
  const certifications = await read(repo.sections.certifications)
  const totals = new Map((await repo.listExperience(tx, ids)).map((row) => [row.id, row.experienceTenths]))
  return (id) => ({
    sections: {
      experiences: experiences.get(id) ?? [],
      educations: educations.get(id) ?? [],
      skills: skills.get(id) ?? [],
      languages: languages.get(id) ?? [],
      certifications: certifications.get(id) ?? [],
    },
    experienceTenths: totals.get(id) ?? null,
  })
}
