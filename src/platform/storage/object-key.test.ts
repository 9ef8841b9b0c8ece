import { describe, expect, test } from 'vitest'
import { isObjectKey, objectKey, type StorageArea, tenantPrefix } from './object-key.ts'

const TENANT = '01890000-0000-7000-8000-000000000001'
const ID = '01890000-0000-7000-8000-000000000002'

describe('object keys', () => {
  test('begin with the tenant', () => {
    expect(objectKey(TENANT, 'resumes', ID)).toBe(`tenants/${TENANT}/resumes/${ID}`)
  })

  test.each([
    ['', 'resumes', ID],
    ['../other', 'resumes', ID],
    [TENANT, '..', ID],
    [TENANT, 'resumes', '../../x'],
    [TENANT, 'resumes', `${ID}\n`],
    [TENANT, 'resumes', `${ID}/x`],
  ])('refuse %j %j %j', (tenantId, area, id) => {
    expect(() => objectKey(tenantId, area as StorageArea, id)).toThrow(TypeError)
  })

  test('a prefix needs a tenant', () => {
    expect(() => tenantPrefix('')).toThrow(TypeError)
  })

  test.each([
    `tenants/${TENANT}/resumes/`,
    `tenants/${TENANT}/resumes/${ID}/`,
    `/tenants/${TENANT}/resumes/${ID}`,
    `tenants/${TENANT}/unknown/${ID}`,
    `tenants\\${TENANT}\\resumes\\${ID}`,
  ])('%s is none', (text) => {
    expect(isObjectKey(text)).toBe(false)
  })
})
