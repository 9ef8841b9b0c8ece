-- Every job has a pipeline of its own, copied from a template. Applications keep the history of their stages.

alter table pipelines add column is_template boolean not null default true;
alter table pipelines add column strict boolean not null default false;
alter table pipelines add column version integer not null default 1;
alter table pipelines add column updated_at timestamptz(3);
alter table pipelines add column deleted_at timestamptz(3);
grant delete on pipeline_stages to ats_app;

create table rejection_reasons (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  type text not null,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  constraint pk_rejection_reasons primary key (tenant_id, id),
  constraint ck_rejection_reasons_type check (type in ('rejected_by_company', 'candidate_withdrew', 'other'))
);
create unique index uq_rejection_reasons_name on rejection_reasons (tenant_id, lower(name)) where deleted_at is null;
call app.isolate('rejection_reasons', 'select, insert, update');

alter table applications add column stage_type text not null default 'applied';
alter table applications add column stage_entered_at timestamptz(3);
alter table applications add column status_note text;
alter table applications add column rejection_reason_id uuid;
alter table applications add column hired_at timestamptz(3);
alter table applications add column credited_to uuid;
alter table applications add constraint ck_applications_stage_type
  check (stage_type in ('applied', 'screening', 'assessment', 'interview', 'offer', 'hired'));
alter table applications add constraint fk_applications_rejection_reason
  foreign key (tenant_id, rejection_reason_id) references rejection_reasons (tenant_id, id);
alter table applications add constraint fk_applications_credited_to
  foreign key (tenant_id, credited_to) references memberships (tenant_id, user_id);

-- An interval: in one stage with one status, from `entered_at` until `left_at`. Stages are named as they were, because
-- a job's pipeline may lose them.
create table application_stage_history (
  tenant_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  action text not null,
  job_id uuid not null,
  from_stage jsonb,
  to_stage jsonb not null,
  from_status text,
  to_status text not null,
  reason text,
  rejection_reason_id uuid,
  actor jsonb not null,
  entered_at timestamptz(3) not null,
  left_at timestamptz(3),
  constraint pk_application_stage_history primary key (tenant_id, id),
  constraint fk_application_stage_history_application
    foreign key (tenant_id, application_id) references applications (tenant_id, id) on delete cascade,
  constraint ck_application_stage_history_interval check (left_at >= entered_at)
);
create unique index uq_application_stage_history_open on application_stage_history (tenant_id, application_id)
  where left_at is null;
create index idx_application_stage_history_application
  on application_stage_history (tenant_id, application_id, entered_at, id);
call app.isolate('application_stage_history', 'select, insert');
grant update (left_at) on application_stage_history to ats_app;

-- What follows looks across tenants, which the owner of a table may do only while row security is not forced on it.
alter table pipelines no force row level security;
alter table pipeline_stages no force row level security;
alter table jobs no force row level security;
alter table applications no force row level security;
alter table application_stage_history no force row level security;

update pipelines set updated_at = created_at;

alter table jobs drop constraint fk_jobs_pipeline;
alter table jobs add column template_id uuid;
update jobs set template_id = pipeline_id, pipeline_id = gen_random_uuid();

insert into pipelines (tenant_id, id, name, is_default, is_template, strict, version, created_at, updated_at)
select j.tenant_id, j.pipeline_id, p.name, false, false, p.strict, 1, j.created_at, j.created_at
from jobs j join pipelines p on p.tenant_id = j.tenant_id and p.id = j.template_id;

insert into pipeline_stages (tenant_id, id, pipeline_id, name, type, position)
select j.tenant_id, gen_random_uuid(), j.pipeline_id, s.name, s.type, s.position
from jobs j join pipeline_stages s on s.tenant_id = j.tenant_id and s.pipeline_id = j.template_id;

update applications a set stage_id = own.id, stage_type = own.type
from jobs j, pipeline_stages shared, pipeline_stages own
where j.tenant_id = a.tenant_id and j.id = a.job_id
  and shared.tenant_id = a.tenant_id and shared.id = a.stage_id
  and own.tenant_id = a.tenant_id and own.pipeline_id = j.pipeline_id and own.position = shared.position;

-- Until now applications were moved nowhere, and only closing a job rejected them.
update applications set stage_entered_at = case when status = 'active' then applied_at else greatest(applied_at, updated_at) end;

insert into application_stage_history
  (tenant_id, id, application_id, action, job_id, to_stage, to_status, actor, entered_at, left_at)
select a.tenant_id, gen_random_uuid(), a.id, 'apply', a.job_id,
  jsonb_build_object('id', s.id, 'name', s.name, 'type', s.type), 'active',
  jsonb_build_object('type', 'system', 'id', null), a.applied_at,
  case when a.status <> 'active' then a.stage_entered_at end
from applications a join pipeline_stages s on s.tenant_id = a.tenant_id and s.id = a.stage_id;

insert into application_stage_history
  (tenant_id, id, application_id, action, job_id, from_stage, to_stage, from_status, to_status, reason, actor, entered_at)
select a.tenant_id, gen_random_uuid(), a.id, 'reject', a.job_id,
  jsonb_build_object('id', s.id, 'name', s.name, 'type', s.type),
  jsonb_build_object('id', s.id, 'name', s.name, 'type', s.type), 'active', a.status, 'job_closed',
  jsonb_build_object('type', 'system', 'id', null), a.stage_entered_at
from applications a join pipeline_stages s on s.tenant_id = a.tenant_id and s.id = a.stage_id
where a.status <> 'active';

alter table jobs drop column template_id;
alter table jobs add constraint fk_jobs_pipeline foreign key (tenant_id, pipeline_id) references pipelines (tenant_id, id);

alter table pipelines force row level security;
alter table pipeline_stages force row level security;
alter table jobs force row level security;
alter table applications force row level security;
alter table application_stage_history force row level security;

alter table jobs add constraint uq_jobs_pipeline unique (tenant_id, pipeline_id);
alter table pipelines alter column updated_at set not null;
alter table applications alter column stage_entered_at set not null;

create index idx_pipelines_templates on pipelines (tenant_id, created_at desc, id desc) where is_template and deleted_at is null;
create index idx_applications_job_created on applications (tenant_id, job_id, created_at desc, id desc)
  where deleted_at is null;
create index idx_applications_stage on applications (tenant_id, stage_id, status, created_at desc, id desc)
  where deleted_at is null;
create index idx_applications_stage_type on applications (tenant_id, stage_type, status, created_at desc, id desc)
  where deleted_at is null;
create index idx_applications_rejection_reason on applications (tenant_id, rejection_reason_id, created_at desc, id desc)
  where deleted_at is null and rejection_reason_id is not null;

-- What was submitted, by whom and when stays as it was: nobody who works in a tenant may write these columns again.
revoke update on applications from ats_app;
grant update (
  job_id, resume_id, stage_id, stage_type, stage_entered_at, status, status_note, rejection_reason_id, hired_at,
  source, credited_to, version, updated_at, deleted_at
) on applications to ats_app;
