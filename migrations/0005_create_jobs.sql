create table pipelines (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  is_default boolean not null default false,
  created_at timestamptz(3) not null,
  constraint pk_pipelines primary key (tenant_id, id)
);
create unique index uq_pipelines_default on pipelines (tenant_id) where is_default;
call app.isolate('pipelines', 'select, insert, update');

create table pipeline_stages (
  tenant_id uuid not null,
  id uuid not null,
  pipeline_id uuid not null,
  name text not null,
  type text not null,
  position integer not null,
  constraint pk_pipeline_stages primary key (tenant_id, id),
  constraint uq_pipeline_stages_position unique (tenant_id, pipeline_id, position),
  constraint fk_pipeline_stages_pipeline foreign key (tenant_id, pipeline_id) references pipelines (tenant_id, id) on delete cascade,
  constraint ck_pipeline_stages_type check (type in ('applied', 'screening', 'assessment', 'interview', 'offer', 'hired'))
);
call app.isolate('pipeline_stages', 'select, insert, update');

create table jobs (
  tenant_id uuid not null,
  id uuid not null,
  title text not null,
  description text not null,
  department text,
  location text,
  location_type text,
  employment_type text,
  experience_min integer,
  experience_max integer,
  education_min text,
  salary_min bigint,
  salary_max bigint,
  salary_currency text,
  status text not null default 'draft',
  status_reason text,
  pipeline_id uuid not null,
  recruiter_id uuid,
  hiring_manager_id uuid,
  created_by uuid,
  opened_at timestamptz(3),
  closed_at timestamptz(3),
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  search tsvector generated always as (
    setweight(to_tsvector('english', title), 'A')
    || setweight(to_tsvector('english', coalesce(department, '') || ' ' || coalesce(location, '')), 'B')
    || setweight(to_tsvector('english', description), 'C')
  ) stored,
  constraint pk_jobs primary key (tenant_id, id),
  constraint fk_jobs_pipeline foreign key (tenant_id, pipeline_id) references pipelines (tenant_id, id),
  constraint fk_jobs_recruiter foreign key (tenant_id, recruiter_id) references memberships (tenant_id, user_id),
  constraint fk_jobs_hiring_manager foreign key (tenant_id, hiring_manager_id) references memberships (tenant_id, user_id),
  constraint ck_jobs_status check (status in ('draft', 'pending_approval', 'open', 'paused', 'closed', 'cancelled')),
  constraint ck_jobs_location_type check (location_type in ('remote', 'hybrid', 'onsite')),
  constraint ck_jobs_employment_type check (employment_type in ('full_time', 'part_time', 'contract', 'internship')),
  constraint ck_jobs_education_min check (education_min in ('high_school', 'associate', 'bachelor', 'master', 'doctorate')),
  constraint ck_jobs_experience check (experience_min >= 0 and experience_max >= experience_min),
  constraint ck_jobs_salary check (salary_min >= 0 and salary_max >= salary_min),
  constraint ck_jobs_salary_currency check ((salary_min is null and salary_max is null) or salary_currency is not null)
);
create index idx_jobs_created on jobs (tenant_id, created_at desc, id desc) where deleted_at is null;
create index idx_jobs_updated on jobs (tenant_id, updated_at, id);
create index idx_jobs_status on jobs (tenant_id, status, created_at desc, id desc) where deleted_at is null;
create index idx_jobs_title on jobs (tenant_id, title, id) where deleted_at is null;
create index idx_jobs_search on jobs using gin (tenant_id, search);
call app.isolate('jobs', 'select, insert, update');

create table job_skills (
  tenant_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  skill_key text not null,
  name text not null,
  category text,
  required boolean not null,
  weight integer not null, -- ten-thousandths, so that what was sent comes back exactly
  position integer not null,
  constraint pk_job_skills primary key (tenant_id, id),
  constraint uq_job_skills_key unique (tenant_id, job_id, skill_key),
  constraint fk_job_skills_job foreign key (tenant_id, job_id) references jobs (tenant_id, id) on delete cascade,
  constraint ck_job_skills_weight check (weight between 0 and 10000)
);
call app.isolate('job_skills', 'select, insert, update, delete');

create table job_history (
  tenant_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  action text not null,
  from_status text,
  to_status text,
  changes jsonb not null,
  reason text,
  actor jsonb not null,
  occurred_at timestamptz(3) not null,
  constraint pk_job_history primary key (tenant_id, id),
  constraint fk_job_history_job foreign key (tenant_id, job_id) references jobs (tenant_id, id) on delete cascade
);
create index idx_job_history_job on job_history (tenant_id, job_id, occurred_at desc, id desc);
call app.isolate('job_history', 'select, insert');

-- Full text is not leakproof, so under row-level security it never becomes an index condition. A search therefore
-- returns ids only, from a function that reads past the policies after it has checked the tenant itself.
create policy search_reads on jobs for select to ats_search using (true);
grant select on jobs to ats_search;

create function app.search_jobs(p_tenant uuid, p_query text, p_limit integer) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public
as $$
begin
  if p_tenant is distinct from nullif(current_setting('app.tenant_id', true), '')::uuid then
    return '{}';
  end if;
  return array(
    select j.id from jobs j
    where j.tenant_id = p_tenant and j.deleted_at is null and j.search @@ websearch_to_tsquery('english', p_query)
    order by ts_rank_cd(j.search, websearch_to_tsquery('english', p_query)) desc, j.id
    limit least(p_limit, 1000)
  );
end $$;
alter function app.search_jobs owner to ats_search;
revoke all on function app.search_jobs from public;
grant execute on function app.search_jobs to ats_app, ats_readonly;
