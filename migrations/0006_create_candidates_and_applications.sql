create table candidates (
  tenant_id uuid not null,
  id uuid not null,
  first_name text,
  last_name text,
  email text,
  phone text,
  headline text,
  company text,
  location text,
  links jsonb not null default '[]',
  source text,
  owner_id uuid,
  visible_to uuid[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  constraint pk_candidates primary key (tenant_id, id),
  constraint fk_candidates_owner foreign key (tenant_id, owner_id) references memberships (tenant_id, user_id)
);
create unique index uq_candidates_email on candidates (tenant_id, email) where deleted_at is null;
create index idx_candidates_created on candidates (tenant_id, created_at desc, id desc) where deleted_at is null;
create index idx_candidates_updated on candidates (tenant_id, updated_at, id);
create index idx_candidates_name on candidates (tenant_id, last_name, id) where deleted_at is null;
create index idx_candidates_owner on candidates (tenant_id, owner_id, created_at desc, id desc) where deleted_at is null;
call app.isolate('candidates', 'select, insert, update');

-- Narrows what the tenant's policy allows. Fails closed: without a visibility only owned and shared rows are seen.
create policy owner_visibility on candidates as restrictive to ats_app, ats_readonly using (
  case when current_setting('app.visibility', true) = 'tenant' then true
    else owner_id = nullif(current_setting('app.actor_id', true), '')::uuid
      or nullif(current_setting('app.actor_id', true), '')::uuid = any (visible_to) end
);

create table applications (
  tenant_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  candidate_id uuid not null,
  resume_id uuid,
  stage_id uuid not null,
  status text not null default 'active',
  source text,
  snapshot jsonb not null, -- what was submitted; later edits of the profile do not change it
  created_by uuid,
  applied_at timestamptz(3) not null,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  constraint pk_applications primary key (tenant_id, id),
  constraint fk_applications_job foreign key (tenant_id, job_id) references jobs (tenant_id, id),
  constraint fk_applications_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id),
  constraint fk_applications_stage foreign key (tenant_id, stage_id) references pipeline_stages (tenant_id, id),
  constraint ck_applications_status check (status in ('active', 'hired', 'rejected', 'withdrawn'))
);
-- One live application a job and candidate; after a rejection or withdrawal a new one may follow.
create unique index uq_applications_live on applications (tenant_id, job_id, candidate_id)
  where status not in ('rejected', 'withdrawn') and deleted_at is null;
create index idx_applications_created on applications (tenant_id, created_at desc, id desc) where deleted_at is null;
create index idx_applications_updated on applications (tenant_id, updated_at, id);
create index idx_applications_job on applications (tenant_id, job_id, status, created_at desc, id desc) where deleted_at is null;
create index idx_applications_candidate on applications (tenant_id, candidate_id, created_at desc, id desc);
call app.isolate('applications', 'select, insert, update');
