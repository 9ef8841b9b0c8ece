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
