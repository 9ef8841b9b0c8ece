/** What models may be used for. A tenant can switch each of them off. */
export const FEATURES = [
  'connection_test',
  'job_enrichment',
  'resume_parsing',
  'explanation',
  'rerank',
  'answer_scoring',
  'candidate_summary',
  'screening',
  'embeddings',
] as const

export type Feature = (typeof FEATURES)[number]

interface Switches {
  disabledFeatures: readonly string[]
  rerankShortlists: boolean
}

/** Whether a tenant has a feature switched off; one that changes what people see first is off until it is switched on. */
export const isOff = (switches: Switches | undefined, feature: Feature): boolean =>
  switches?.disabledFeatures.includes(feature) || (feature === 'rerank' && !switches?.rerankShortlists)
