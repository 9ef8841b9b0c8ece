/** Of a client that a generator made from the contract: what the README's first calls need. */
export interface GeneratedClient {
  OpenAPI: { BASE: string; TOKEN?: unknown }
  AuthenticationService: {
    signUp(call: {
      requestBody: {
        tenant: { name: string; slug: string }
        user: { email: string; password: string; full_name: string }
      }
    }): PromiseLike<{ access_token: string; tenant: { id: string } }>
  }
  ApiKeysService: {
    createApiKey(call: { requestBody: { name: string; scopes: string[] } }): PromiseLike<{ key: string }>
  }
  JobsService: {
    createJob(call: {
      requestBody: { title: string; description: string; experience_min?: number }
    }): PromiseLike<{ id: string; status: string }>
    replaceJobSkills(call: {
      id: string
      requestBody: { skills: { skill: string; required: boolean; weight: number }[] }
    }): PromiseLike<unknown>
    openJob(call: { id: string }): PromiseLike<{ status: string }>
  }
  ResumesService: {
    uploadResume(call: {
      formData: { job_id?: string; file: unknown }
      idempotencyKey?: string
    }): PromiseLike<{ resume: { id: string }; operation: { id: string } }>
  }
  OperationsService: {
    readOperation(call: { id: string }): PromiseLike<{ status: string }>
  }
  MatchingService: {
    listJobMatches(call: { id: string }): PromiseLike<{ data: { score: number; candidate_id: string }[] }>
  }
}

export interface FirstCalls {
  jobStatus: string
  /** The ids that the same upload, sent twice with one key, answered. */
  resumeIds: string[]
  scores: number[]
}

/** The README's first calls, through a generated client. `until` asks again until a state is reached. */
export async function firstCalls(
  client: GeneratedClient,
  origin: string,
  until: <T>(ask: () => PromiseLike<T>, isReached: (answer: T) => boolean) => Promise<T>,
): Promise<FirstCalls> {
  client.OpenAPI.BASE = origin
  const user = { email: 'ada@acme.example', password: 'correct horse battery', full_name: 'Ada Acme' }
  const tenant = { name: 'Acme', slug: 'acme' }
  const { access_token } = await client.AuthenticationService.signUp({ requestBody: { tenant, user } })
  client.OpenAPI.TOKEN = access_token
  const { key } = await client.ApiKeysService.createApiKey({
    requestBody: { name: 'first steps', scopes: ['*'] },
  })
  client.OpenAPI.TOKEN = key

  const { id } = await client.JobsService.createJob({
    requestBody: {
      title: 'Backend Engineer',
      description: 'Build APIs with TypeScript and PostgreSQL.',
      experience_min: 3,
    },
  })
  const skills = [
    { skill: 'TypeScript', required: true, weight: 1 },
    { skill: 'PostgreSQL', required: true, weight: 0.8 },
  ]
  await client.JobsService.replaceJobSkills({ id, requestBody: { skills } })
  const { status: jobStatus } = await client.JobsService.openJob({ id })

  const file = new File([RESUME], 'sam.txt')
  const upload = () =>
    client.ResumesService.uploadResume({ formData: { job_id: id, file }, idempotencyKey: 'sam-1' })
  const uploads = [await upload(), await upload()]
  for (const { operation } of uploads) {
    await until(
      () => client.OperationsService.readOperation({ id: operation.id }),
      ({ status }) => status === 'succeeded',
    )
  }
  const { data } = await until(
    () => client.MatchingService.listJobMatches({ id }),
    (page) => page.data.length > 0,
  )
  return {
    jobStatus,
    resumeIds: uploads.map(({ resume }) => resume.id),
    scores: data.map(({ score }) => score),
  }
}

const RESUME = `Sam Sample
sam@people.example

Experience
Backend Engineer, Northwind Labs
Mar 2019 - Present
- APIs in TypeScript on PostgreSQL

Skills
TypeScript, PostgreSQL
`
