import type { StorageArea } from './object-key.ts'

/** How long files of an area are kept, in days; those of the others stay until their row goes. */
export const EXPIRES_AFTER_DAYS: Readonly<Partial<Record<StorageArea, number>>> = { exports: 7 }

/** A rule that an object store applies by itself. */
export interface LifecycleRule {
  id: string
  /** The area whose files it is about; null for every file. */
  area: StorageArea | null
  deleteAfterDays?: number
  /** Parts of uploads that were never finished. */
  abortUploadsAfterDays?: number
  /** What a store that keeps versions has left of deleted and replaced files. */
  deleteOldVersionsAfterDays?: number
}

/** Every rule of ours. An area is told by the tag its files carry: keys begin with the tenant. */
export const LIFECYCLE_RULES: readonly LifecycleRule[] = [
  { id: 'shortlist-housekeeping', area: null, abortUploadsAfterDays: 2, deleteOldVersionsAfterDays: 30 },
  ...Object.entries(EXPIRES_AFTER_DAYS).map(([area, days]) => ({
    id: `shortlist-expire-${area}`,
    area: area as StorageArea,
    deleteAfterDays: days,
  })),
]

export const AREA_TAG = 'area'

/** The tag of a new file, as the header of an upload has it; undefined where no rule looks for one. */
export const tagOf = (area: StorageArea): string | undefined =>
  EXPIRES_AFTER_DAYS[area] === undefined ? undefined : `${AREA_TAG}=${area}`
