-- What people make of a candidate for a job: said by one of them, or by what became of an application.
create table learning_feedback (
  tenant_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  candidate_id uuid not null,
  given_by uuid, -- null: an application says it
  application_id uuid,
  action text not null,
  outcome text not null default 'pending',
  rating integer,
  performance_rating integer,
  retention_months integer,
  reason text,
  given_at timestamptz(3) not null,
  withdrawn_at timestamptz(3), -- from then on nobody says it
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_learning_feedback primary key (tenant_id, id),
  constraint fk_learning_feedback_job foreign key (tenant_id, job_id) references jobs (tenant_id, id),
  constraint fk_learning_feedback_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint fk_learning_feedback_application foreign key (tenant_id, application_id) references applications (tenant_id, id) on delete cascade,
  constraint ck_learning_feedback_action check (action in ('shortlist', 'interview', 'hire', 'reject')),
  constraint ck_learning_feedback_outcome check (outcome in ('pending', 'hired', 'not_hired')),
  constraint ck_learning_feedback_rating check (rating between 1 and 5),
  constraint ck_learning_feedback_performance_rating check (performance_rating between 1 and 5),
  constraint ck_learning_feedback_retention_months check (retention_months between 0 and 600)
);
create unique index uq_learning_feedback_person on learning_feedback (tenant_id, job_id, candidate_id, given_by)
  where given_by is not null;
create unique index uq_learning_feedback_application on learning_feedback (tenant_id, application_id, job_id, action)
  where application_id is not null;
create index idx_learning_feedback_given on learning_feedback (tenant_id, given_at desc, id desc);
create index idx_learning_feedback_updated on learning_feedback (tenant_id, updated_at, id);
call app.isolate('learning_feedback', 'select, insert, update');

-- How a tenant explores; without a row it does not.
create table learning_settings (
  tenant_id uuid not null,
  id uuid not null,
  policy text not null,
  epsilon integer not null, -- basis points
  band integer not null, -- hundredths of a score
  seed integer not null,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_learning_settings primary key (tenant_id, id),
  constraint uq_learning_settings_tenant unique (tenant_id),
  constraint ck_learning_settings_policy check (policy in ('off', 'epsilon_greedy', 'ucb', 'thompson'))
);
call app.isolate('learning_settings', 'select, insert, update');

-- Weights that were learnt, with all that says how, and whether they may count.
create table model_versions (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  number integer not null,
  state text not null,
  prior jsonb, -- null until trained, as are the next two
  weights jsonb,
  posterior jsonb,
  training jsonb not null default '{}',
  gates jsonb not null default '[]',
  scoring_version text not null,
  seed integer not null,
  prior_preferences_id uuid, -- what the prior was in force as; null: the default weights
  preferences_id uuid, -- the preferences it is, or was, in force as
  previous_id uuid, -- the version that is active again after a rollback
  requested_by uuid,
  activated_by uuid,
  evaluated_at timestamptz(3),
  activated_at timestamptz(3),
  ended_at timestamptz(3),
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_model_versions primary key (tenant_id, id),
  constraint uq_model_versions_number unique (tenant_id, kind, number),
  constraint fk_model_versions_previous foreign key (tenant_id, previous_id) references model_versions (tenant_id, id),
  constraint ck_model_versions_kind check (kind in ('ranker')),
  constraint ck_model_versions_state
    check (state in ('pending', 'evaluating', 'approved', 'rejected', 'active', 'retired', 'rolled_back'))
);
create unique index uq_model_versions_active on model_versions (tenant_id, kind) where state = 'active';
create unique index uq_model_versions_training on model_versions (tenant_id, kind)
  where state in ('pending', 'evaluating');
create index idx_model_versions_created on model_versions (tenant_id, created_at desc, id desc);
create index idx_model_versions_updated on model_versions (tenant_id, updated_at, id);
create index idx_model_versions_preferences on model_versions (tenant_id, preferences_id);
call app.isolate('model_versions', 'select, insert, update');

-- What a version was trained on, frozen.
create table learning_samples (
  tenant_id uuid not null,
  id uuid not null,
  model_id uuid not null,
  position integer not null,
  job_id uuid not null,
  candidate_id uuid not null,
  features jsonb not null, -- component scores in hundredths
  reward integer not null, -- ten-thousandths
  feedbacks integer not null,
  created_at timestamptz(3) not null,
  constraint pk_learning_samples primary key (tenant_id, id),
  constraint uq_learning_samples_pair unique (tenant_id, model_id, job_id, candidate_id),
  constraint fk_learning_samples_model foreign key (tenant_id, model_id) references model_versions (tenant_id, id),
  constraint fk_learning_samples_job foreign key (tenant_id, job_id) references jobs (tenant_id, id),
  constraint fk_learning_samples_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint ck_learning_samples_reward check (reward between 0 and 10000)
);
create index idx_learning_samples_model on learning_samples (tenant_id, model_id, created_at desc, id desc);
create index idx_learning_samples_created on learning_samples (tenant_id, created_at desc, id desc);
call app.isolate('learning_samples', 'select, insert');

create table model_evaluations (
  tenant_id uuid not null,
  id uuid not null,
  model_id uuid not null,
  kind text not null,
  metrics jsonb not null,
  created_at timestamptz(3) not null,
  constraint pk_model_evaluations primary key (tenant_id, id),
  constraint uq_model_evaluations_kind unique (tenant_id, model_id, kind),
  constraint fk_model_evaluations_model foreign key (tenant_id, model_id) references model_versions (tenant_id, id),
  constraint ck_model_evaluations_kind check (kind in ('training', 'cross_validation', 'off_policy'))
);
call app.isolate('model_evaluations', 'select, insert');

-- Who was shown in which place, and how likely that was.
create table exploration_log (
  tenant_id uuid not null,
  id uuid not null,
  list_id uuid not null,
  job_id uuid not null,
  candidate_id uuid not null,
  model_id uuid, -- whose uncertainty was explored; null: the prior's
  policy text not null,
  epsilon integer not null, -- basis points
  band integer not null, -- hundredths of a score
  rank integer not null,
  base_rank integer not null,
  propensity integer not null, -- millionths
  score integer not null, -- hundredths
  features jsonb not null,
  shown_at timestamptz(3) not null,
  constraint pk_exploration_log primary key (tenant_id, id),
  constraint uq_exploration_log_rank unique (tenant_id, list_id, rank),
  constraint fk_exploration_log_job foreign key (tenant_id, job_id) references jobs (tenant_id, id),
  constraint fk_exploration_log_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint fk_exploration_log_model foreign key (tenant_id, model_id) references model_versions (tenant_id, id),
  constraint ck_exploration_log_policy check (policy in ('off', 'epsilon_greedy', 'ucb', 'thompson')),
  constraint ck_exploration_log_propensity check (propensity between 1 and 1000000)
);
create index idx_exploration_log_shown on exploration_log (tenant_id, shown_at desc, id desc);
create index idx_exploration_log_job on exploration_log (tenant_id, job_id, shown_at desc, id desc);
call app.isolate('exploration_log', 'select, insert');

-- How often candidates of each sex and race were among those chosen from and among those chosen: [attribute, group,
-- people, selected]. A candidate is counted by the latest answer; a group of fewer than five candidates is not told.
grant select (tenant_id, id, candidate_id) on applications to ats_search;
create function app.count_groups(p_tenant uuid, p_candidates uuid[], p_people integer[], p_selected integer[])
returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, public
as $$
begin
  if p_tenant is distinct from nullif(current_setting('app.tenant_id', true), '')::uuid then
    return '[]';
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_array(attribute, named, people, selected) order by attribute, named)
    from (
      select said.attribute, said.named, sum(given.people) as people, sum(given.selected) as selected
      from unnest(p_candidates, p_people, p_selected) as given(candidate_id, people, selected)
      cross join lateral (
        select s.sex, s.race_ethnicity
        from applications a
        join self_identifications s on s.tenant_id = p_tenant and s.application_id = a.id
        where a.tenant_id = p_tenant and a.candidate_id = given.candidate_id
        order by a.id desc
        limit 1
      ) answer
      cross join lateral (values ('sex', answer.sex), ('race_ethnicity', answer.race_ethnicity)) as said(attribute, named)
      where said.named <> 'declined'
      group by 1, 2
      having count(*) >= 5
    ) counted
  ), '[]');
end $$;
alter function app.count_groups owner to ats_search;
revoke all on function app.count_groups from public;
grant execute on function app.count_groups to ats_app;
