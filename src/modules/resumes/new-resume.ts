import type { Readable } from 'node:stream'
import type { TenantTx } from '#src/db/tx.ts'
import type { RequestContext } from '#src/http/context.ts'
import { newId } from '#src/lib/ids.ts'
import { presentOperation } from '#src/modules/operations/index.ts'
import { objectKey } from '#src/platform/storage/object-key.ts'
import type { ParseRow } from './resume-parses.repo.ts'
import { presentParse, presentResume } from './resumes.present.ts'
import type { ResumeRow } from './resumes.repo.ts'

interface Checked {
  size: number
  sha256: string
}

export const storeFile = (
  { app, tenantId }: RequestContext,
  resumeId: string,
  body: Readable | Uint8Array,
  { size, sha256 }: Checked,
): Promise<void> =>
  // What it is shows itself when it is read; no client is believed.
  app.storage.put(objectKey(tenantId, 'resumes', resumeId), body, {
    contentType: 'application/octet-stream',
    sha256,
    size,
  })

interface Upload {
  file: Checked & { filename: string }
  candidateId?: string | undefined
  jobId?: string | undefined
  uploadedBy: string
}

export const newResume = (
  tx: TenantTx,
  id: string,
  { file, candidateId, jobId, uploadedBy }: Upload,
): ResumeRow => ({
  id,
  candidateId: candidateId ?? null,
  jobId: jobId ?? null,
  filename: file.filename,
  contentType: null,
  sizeBytes: file.size,
  sha256: file.sha256,
  isPrimary: false,
  uploadedBy,
  version: 1,
  createdAt: tx.now,
  updatedAt: tx.now,
})

export const queuedParse = (
  tx: TenantTx,
  { id: resumeId, candidateId }: ResumeRow,
  operationId: string,
): ParseRow => ({
  id: newId(),
  resumeId,
  operationId,
  candidateId,
  applicationId: null,
  state: 'queued',
  reasonCodes: [],
  parserVersion: null,
  language: null,
  pageCount: null,
  parsedData: null,
  provenance: null,
  addressedText: null,
  startedAt: null,
  finishedAt: null,
  createdAt: tx.now,
  updatedAt: tx.now,
})

interface Accepted {
  resume: ResumeRow
  parse: ParseRow
  operation: Parameters<typeof presentOperation>[0]
}

/** The answer to whoever has a resume read. */
export const presentAccepted = ({ principal }: RequestContext, { resume, parse, operation }: Accepted) => ({
  resume: presentResume(resume, parse),
  parse: presentParse(parse, principal),
  operation: presentOperation(operation),
})
