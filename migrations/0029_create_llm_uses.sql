-- What models of the tenant's own keys are used for.

-- Which key a model of somebody else is asked with; null for one that runs here.
alter table embedding_models add column llm_provider_id uuid;
alter table embedding_models add constraint fk_embedding_models_llm_provider foreign key (tenant_id, llm_provider_id) references llm_providers (tenant_id, id);

-- Who reads resumes after the built-in parser has.
alter table llm_settings add column resume_parser text not null default 'builtin';
alter table llm_settings add constraint ck_llm_settings_resume_parser check (resume_parser in ('builtin', 'llm_custom'));

-- Drafts of better job descriptions. What the job said before stays here, whatever becomes of it.
create table job_enrichments (
  tenant_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  state text not null,
  original jsonb not null,
  draft jsonb not null,
  accepted jsonb, -- what the job was changed to: the draft with a person's edits
  lineage_id uuid not null,
  created_by uuid,
  decided_by uuid,
  decided_at timestamptz(3),
  version integer not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_job_enrichments primary key (tenant_id, id),
  constraint fk_job_enrichments_job foreign key (tenant_id, job_id) references jobs (tenant_id, id),
  constraint ck_job_enrichments_state check (state in ('draft', 'accepted', 'rejected'))
);
create index idx_job_enrichments_job on job_enrichments (tenant_id, job_id, created_at, id);
create index idx_job_enrichments_updated on job_enrichments (tenant_id, job_id, updated_at, id);
call app.isolate('job_enrichments', 'select, insert, update');

-- What was told of a candidate for a job, by a model or without one. A fact, never changed.
create table match_summaries (
  tenant_id uuid not null,
  id uuid not null,
  match_id uuid not null,
  language text not null,
  summary text not null,
  sentences jsonb not null,
  inputs_hash text not null, -- of the score it was made of
  reason text, -- why no model was used
  lineage_id uuid,
  created_by uuid,
  created_at timestamptz(3) not null,
  constraint pk_match_summaries primary key (tenant_id, id),
  constraint fk_match_summaries_match foreign key (tenant_id, match_id) references matches (tenant_id, id) on delete cascade
);
create index idx_match_summaries_match on match_summaries (tenant_id, match_id, created_at, id);
call app.isolate('match_summaries', 'select, insert');
