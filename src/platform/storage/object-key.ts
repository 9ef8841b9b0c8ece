import { isUuid } from '#src/lib/ids.ts'

const AREAS = ['resumes', 'attachments', 'exports'] as const
export type StorageArea = (typeof AREAS)[number]

/** `tenants/<tenant>/<area>/<id>`. Made by `objectKey` only, so no part of it ever comes from a client. */
export type ObjectKey = string & { readonly __brand: 'ObjectKey' }

export function objectKey(tenantId: string, area: StorageArea, id: string): ObjectKey {
  const key = `${tenantPrefix(tenantId)}${area}/${id}`
  if (!isObjectKey(key)) throw new TypeError('an object key needs a known area and a uuid as its id')
  return key
}

export function tenantPrefix(tenantId: string): string {
  if (!isUuid(tenantId)) throw new TypeError('an object key needs a uuid as its tenant')
  return `tenants/${tenantId}/`
}

export function isObjectKey(text: string): text is ObjectKey {
  const [root, tenantId, area, id, ...rest] = text.split('/')
  return root === 'tenants' && isUuid(tenantId) && isArea(area) && isUuid(id) && rest.length === 0
}

export function partsOf(key: ObjectKey): { tenantId: string; area: StorageArea; id: string } {
  const [, tenantId = '', area, id = ''] = key.split('/')
  if (!isArea(area)) throw new TypeError('not an object key')
  return { tenantId, area, id }
}

/** For adapters: whatever was cast to ObjectKey on the way, nothing else reaches a path or a bucket. */
export function checkedKey(key: string): ObjectKey {
  if (!isObjectKey(key)) throw new TypeError('not an object key')
  return key
}

export const isArea = (text: string | undefined): text is StorageArea => AREAS.some((area) => area === text)
