-- Shortlists that a model of the tenant proposes another order for, within a bound.

-- Whoever wants it switches it on: unlike the other uses of models it changes what people see first.
alter table llm_settings add column rerank_shortlists boolean not null default false;

-- What a model proposed for the best of a job, as far as it may count. A fact, never changed; ids and no words.
create table match_reranks (
  tenant_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  inputs_hash text not null, -- of the ranking it was made of
  moves jsonb not null,
  refused jsonb not null, -- how many moves were proposed and may not count, by reason
  reason text, -- why no model was heard
  lineage_id uuid,
  created_by uuid,
  created_at timestamptz(3) not null,
  constraint pk_match_reranks primary key (tenant_id, id),
  constraint fk_match_reranks_job foreign key (tenant_id, job_id) references jobs (tenant_id, id)
);
create index idx_match_reranks_job on match_reranks (tenant_id, job_id, created_at, id);
call app.isolate('match_reranks', 'select, insert');

-- Which questions of a draft a job took over: none, so far.
update job_enrichments set accepted = accepted || '{"questions": []}' where accepted is not null;
