-- The stored inputs of a score: what a candidate's primary resume says, as the scoring code reads it.
create table candidate_profiles (
  tenant_id uuid not null,
  id uuid not null,
  candidate_id uuid not null,
  resume_id uuid not null,
  profile jsonb not null,
  profile_version text not null,
  flags text[] not null default '{}',
  revision integer not null default 1, -- a score of an older one is not stored over that of a newer one
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_candidate_profiles primary key (tenant_id, id),
  constraint uq_candidate_profiles_candidate unique (tenant_id, candidate_id),
  constraint fk_candidate_profiles_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint fk_candidate_profiles_resume foreign key (tenant_id, resume_id) references resumes (tenant_id, id)
);
call app.isolate('candidate_profiles', 'select, insert, update, delete');

-- Vectors of different models are never compared, hence the model in the key. PLAIN keeps the vector in the row:
-- an exact scan of a tenant then reads no TOAST. A big tenant gets a partial index of its own.
create table embeddings (
  tenant_id uuid not null,
  id uuid not null,
  subject text not null,
  subject_id uuid not null,
  model text not null,
  embedding halfvec not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_embeddings primary key (tenant_id, id),
  constraint uq_embeddings_subject unique (tenant_id, subject, subject_id, model),
  constraint ck_embeddings_subject check (subject in ('candidate', 'job')),
  constraint ck_embeddings_dimensions check (vector_dims(embedding) <= 3072)
);
alter table embeddings alter column embedding set storage plain;
call app.isolate('embeddings', 'select, insert, update, delete');

create table matches (
  tenant_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  candidate_id uuid not null,
  resume_id uuid not null,
  score integer not null, -- hundredths, 0 to 10000
  components jsonb not null,
  factors jsonb not null,
  scoring_version text not null,
  inputs_hash text not null,
  flags text[] not null default '{}',
  scored_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_matches primary key (tenant_id, id),
  constraint uq_matches_pair unique (tenant_id, job_id, candidate_id),
  constraint fk_matches_job foreign key (tenant_id, job_id) references jobs (tenant_id, id),
  constraint fk_matches_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id),
  constraint fk_matches_resume foreign key (tenant_id, resume_id) references resumes (tenant_id, id),
  constraint ck_matches_score check (score between 0 and 10000)
);
create index idx_matches_rank on matches (tenant_id, job_id, score desc, candidate_id);
create index idx_matches_candidate on matches (tenant_id, candidate_id, score desc, job_id);
call app.isolate('matches', 'select, insert, update, delete');
