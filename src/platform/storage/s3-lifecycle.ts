import type { LifecycleRule as BucketRule, S3Client } from '@aws-sdk/client-s3'
import { AREA_TAG, type LifecycleRule } from './lifecycle.ts'
import { isArea } from './object-key.ts'

type Sdk = typeof import('@aws-sdk/client-s3')

/** Replaces our rules of a bucket and leaves those that others made. Needs s3:PutLifecycleConfiguration. */
export async function applyLifecycle(
  sdk: Sdk,
  client: S3Client,
  bucket: string,
  rules: readonly LifecycleRule[],
): Promise<void> {
  const own = new Set(rules.map(({ id }) => id))
  const others = (await bucketRules(sdk, client, bucket)).filter(({ ID }) => !own.has(ID ?? ''))
  await client.send(
    new sdk.PutBucketLifecycleConfigurationCommand({
      Bucket: bucket,
      LifecycleConfiguration: { Rules: [...others, ...rules.map(toBucket)] },
    }),
  )
}

/** Our rules as the bucket has them. */
export async function readLifecycle(sdk: Sdk, client: S3Client, bucket: string): Promise<LifecycleRule[]> {
  const rules = await bucketRules(sdk, client, bucket)
  return rules.filter(({ ID }) => ID?.startsWith('shortlist-')).map(fromBucket)
}

async function bucketRules(sdk: Sdk, client: S3Client, bucket: string): Promise<BucketRule[]> {
  try {
    const answer = await client.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket: bucket }))
    return answer.Rules ?? []
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchLifecycleConfiguration') return []
    throw error
  }
}

const toBucket = (rule: LifecycleRule): BucketRule => ({
  ID: rule.id,
  Status: 'Enabled',
  Filter: rule.area === null ? { Prefix: '' } : { Tag: { Key: AREA_TAG, Value: rule.area } },
  ...(rule.deleteAfterDays && { Expiration: { Days: rule.deleteAfterDays } }),
  ...(rule.abortUploadsAfterDays && {
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: rule.abortUploadsAfterDays },
  }),
  ...(rule.deleteOldVersionsAfterDays && {
    NoncurrentVersionExpiration: { NoncurrentDays: rule.deleteOldVersionsAfterDays },
  }),
})

function fromBucket(rule: BucketRule): LifecycleRule {
  const area = rule.Filter?.Tag?.Value
  const days = {
    deleteAfterDays: rule.Expiration?.Days,
    abortUploadsAfterDays: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
    deleteOldVersionsAfterDays: rule.NoncurrentVersionExpiration?.NoncurrentDays,
  }
  const told = Object.entries(days).filter(([, value]) => value !== undefined)
  return { id: rule.ID ?? '', area: isArea(area) ? area : null, ...Object.fromEntries(told) }
}
