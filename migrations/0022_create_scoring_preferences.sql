-- The employers an agency hires for. In-house tenants have none.
create table clients (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  domain text,
  industry text,
  archived boolean not null default false, -- takes no further jobs; those it has stay
  created_by uuid,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_clients primary key (tenant_id, id)
);
create unique index uq_clients_name on clients (tenant_id, lower(name)) where not archived;
create index idx_clients_name on clients (tenant_id, name, id);
create index idx_clients_created on clients (tenant_id, created_at desc, id desc);
create index idx_clients_updated on clients (tenant_id, updated_at, id);
call app.isolate('clients', 'select, insert, update');

alter table external_ids drop constraint ck_external_ids_entity;
alter table external_ids add constraint ck_external_ids_entity
  check (entity in ('candidate', 'job', 'application', 'client'));

alter table jobs add column client_id uuid;
alter table jobs add constraint fk_jobs_client
  foreign key (tenant_id, client_id) references clients (tenant_id, id);
create index idx_jobs_client on jobs (tenant_id, client_id, created_at desc, id desc) where deleted_at is null;

-- What a tenant, or one of its clients, wants of a match. Rows are kept: a match names the one it was scored with.
create table scoring_preferences (
  tenant_id uuid not null,
  id uuid not null,
  client_id uuid, -- null: the tenant's, for jobs whose client has none of its own
  version integer not null, -- counts those of the tenant, or of the client
  weights jsonb not null, -- basis points by component; absent ones are 0
  preferred_skills text[] not null default '{}',
  remote_policy text not null default 'as_posted',
  origin text not null,
  origin_id uuid, -- what they were learned by
  state text not null,
  gate jsonb, -- what the counterfactual gate said of the weights; null: not asked yet
  override_reason text,
  previous_id uuid, -- what was active before and is again after a rollback; null: nothing of its own
  created_by uuid,
  activated_by uuid,
  activated_at timestamptz(3),
  retired_at timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_scoring_preferences primary key (tenant_id, id),
  constraint fk_scoring_preferences_client foreign key (tenant_id, client_id) references clients (tenant_id, id),
  constraint fk_scoring_preferences_previous
    foreign key (tenant_id, previous_id) references scoring_preferences (tenant_id, id),
  constraint uq_scoring_preferences_version unique nulls not distinct (tenant_id, client_id, version),
  constraint ck_scoring_preferences_remote_policy check (remote_policy in ('as_posted', 'remote_ok')),
  constraint ck_scoring_preferences_origin check (origin in ('manual', 'learned')),
  constraint ck_scoring_preferences_state check (state in ('pending', 'active', 'retired', 'rejected'))
);
create unique index uq_scoring_preferences_active on scoring_preferences (tenant_id, client_id) nulls not distinct
  where state = 'active';
create index idx_scoring_preferences_created on scoring_preferences (tenant_id, created_at desc, id desc);
call app.isolate('scoring_preferences', 'select, insert, update');

-- The order of a list that goes by what people said: the machine's score, or the one a person put beside it.
alter table matches add column reviewed_score integer;
alter table matches no force row level security;
update matches set reviewed_score = score;
alter table matches force row level security;
alter table matches alter column reviewed_score set not null;

-- What a match was made from, so that it can be made again: with the hash of its inputs there already. 0: not recorded.
alter table matches add column preferences_id uuid;
alter table matches add column job_version integer not null default 0;
alter table matches add column profile_revision integer not null default 0;
alter table matches add constraint fk_matches_preferences
  foreign key (tenant_id, preferences_id) references scoring_preferences (tenant_id, id);

-- What people who met a candidate say of five values, each from 1 to 5.
create table values_assessments (
  tenant_id uuid not null,
  id uuid not null,
  candidate_id uuid not null,
  application_id uuid, -- null: of the candidate as such
  assessor_id uuid not null,
  integrity integer not null,
  honesty integer not null,
  discipline integer not null,
  hard_work integer not null,
  gratitude integer not null,
  average integer not null generated always as ((integrity + honesty + discipline + hard_work + gratitude) * 20) stored, -- hundredths
  notes text,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_values_assessments primary key (tenant_id, id),
  constraint fk_values_assessments_candidate
    foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint fk_values_assessments_application foreign key (tenant_id, application_id) references applications (tenant_id, id),
  constraint fk_values_assessments_assessor foreign key (tenant_id, assessor_id) references memberships (tenant_id, user_id),
  constraint uq_values_assessments_assessor unique nulls not distinct (tenant_id, candidate_id, application_id, assessor_id),
  constraint ck_values_assessments_range check (
    integrity between 1 and 5 and honesty between 1 and 5 and discipline between 1 and 5
    and hard_work between 1 and 5 and gratitude between 1 and 5)
);
create index idx_values_assessments_created on values_assessments (tenant_id, candidate_id, created_at desc, id desc);
create index idx_values_assessments_updated on values_assessments (tenant_id, candidate_id, updated_at, id);
call app.isolate('values_assessments', 'select, insert, update');

-- Every step of people looking at what the machine said of a pair, which stays as it was. The last step is how it stands.
create table human_reviews (
  tenant_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  candidate_id uuid not null,
  match_id uuid not null, -- no foreign key: the steps outlive a match that is removed and made again
  state text not null,
  outcome text,
  score integer, -- hundredths: what a person puts beside the machine's
  decision text,
  reason text,
  machine_score integer not null, -- as it was then
  scoring_version text not null,
  preferences_id uuid,
  actor jsonb not null,
  actor_id uuid, -- the person, or whose key it was
  occurred_at timestamptz(3) not null,
  constraint pk_human_reviews primary key (tenant_id, id),
  constraint fk_human_reviews_job foreign key (tenant_id, job_id) references jobs (tenant_id, id),
  constraint fk_human_reviews_candidate
    foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint ck_human_reviews_state check (state in ('requested', 'reviewed')),
  constraint ck_human_reviews_outcome check ((outcome is not null) = (state = 'reviewed')
    and outcome in ('confirmed', 'overridden')),
  constraint ck_human_reviews_override check (
    outcome is distinct from 'overridden' or (reason is not null and (score is not null or decision is not null))),
  constraint ck_human_reviews_score check (score between 0 and 10000),
  constraint ck_human_reviews_decision check (decision in ('advance', 'hold', 'decline'))
);
create index idx_human_reviews_pair on human_reviews (tenant_id, job_id, candidate_id, occurred_at desc, id desc);
call app.isolate('human_reviews', 'select, insert');
