create table resumes (
  tenant_id uuid not null,
  id uuid not null,
  candidate_id uuid, -- known at upload, or found by the parse
  job_id uuid, -- the job the file was sent for
  filename text not null,
  content_type text,
  size_bytes bigint not null,
  sha256 text not null,
  is_primary boolean not null default false,
  uploaded_by uuid,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_resumes primary key (tenant_id, id),
  constraint fk_resumes_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id),
  constraint fk_resumes_job foreign key (tenant_id, job_id) references jobs (tenant_id, id)
);
create unique index uq_resumes_primary on resumes (tenant_id, candidate_id) where is_primary;
create index idx_resumes_candidate on resumes (tenant_id, candidate_id, created_at desc, id desc);
call app.isolate('resumes', 'select, insert, update');

create table resume_parses (
  tenant_id uuid not null,
  id uuid not null,
  resume_id uuid not null,
  operation_id uuid,
  candidate_id uuid,
  application_id uuid,
  state text not null default 'queued',
  reason_codes text[] not null default '{}',
  parser_version text,
  language text,
  page_count integer,
  parsed_data jsonb,
  provenance jsonb,
  text text,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_resume_parses primary key (tenant_id, id),
  constraint fk_resume_parses_resume foreign key (tenant_id, resume_id) references resumes (tenant_id, id),
  constraint fk_resume_parses_operation foreign key (tenant_id, operation_id) references operations (tenant_id, id),
  constraint fk_resume_parses_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id),
  constraint fk_resume_parses_application foreign key (tenant_id, application_id) references applications (tenant_id, id),
  constraint ck_resume_parses_state check (state in ('queued', 'processing', 'parsed', 'needs_review', 'failed'))
);
create index idx_resume_parses_created on resume_parses (tenant_id, created_at desc, id desc);
create index idx_resume_parses_updated on resume_parses (tenant_id, updated_at, id);
create index idx_resume_parses_resume on resume_parses (tenant_id, resume_id, created_at desc, id desc);
create index idx_resume_parses_state on resume_parses (tenant_id, state, created_at desc, id desc);
create index idx_resume_parses_candidate on resume_parses (tenant_id, candidate_id, created_at desc, id desc);
call app.isolate('resume_parses', 'select, insert, update');

alter table applications
  add constraint fk_applications_resume foreign key (tenant_id, resume_id) references resumes (tenant_id, id);
