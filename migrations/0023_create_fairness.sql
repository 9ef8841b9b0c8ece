-- What applicants say about themselves, apart from all that selects among them. The app writes it and knows of whom it
-- is there; what was answered leaves the table only counted, by app.impact_sample.
create table self_identifications (
  tenant_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  sex text,
  race_ethnicity text,
  veteran text,
  disability text,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_self_identifications primary key (tenant_id, id),
  constraint uq_self_identifications_application unique (tenant_id, application_id),
  constraint fk_self_identifications_application foreign key (tenant_id, application_id) references applications (tenant_id, id),
  constraint ck_self_identifications_sex check (sex in ('male', 'female', 'non_binary', 'declined')),
  constraint ck_self_identifications_race check (race_ethnicity in ('hispanic_or_latino', 'white', 'black_or_african_american',
    'native_hawaiian_or_pacific_islander', 'asian', 'native_american_or_alaska_native', 'two_or_more_races', 'declined')),
  constraint ck_self_identifications_veteran check (veteran in ('protected_veteran', 'not_protected_veteran', 'declined')),
  constraint ck_self_identifications_disability check (disability in ('yes', 'no', 'declined'))
);
call app.isolate('self_identifications', 'insert, update');
grant select (tenant_id, id, application_id) on self_identifications to ats_app;
revoke select on self_identifications from ats_readonly;

-- Who wrote or counted such answers: appended to, never changed.
create table eeo_accesses (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  subject_id uuid, -- the application, or the audit
  actor jsonb not null,
  ip text,
  request_id uuid not null,
  occurred_at timestamptz(3) not null,
  constraint pk_eeo_accesses primary key (tenant_id, id),
  constraint ck_eeo_accesses_kind check (kind in ('write', 'compute', 'read', 'finalize'))
);
create index idx_eeo_accesses_occurred on eeo_accesses (tenant_id, occurred_at desc, id desc);
call app.isolate('eeo_accesses', 'insert, select');

create table bias_audits (
  tenant_id uuid not null,
  id uuid not null,
  metric text not null,
  status text not null default 'draft',
  scope jsonb not null,
  result jsonb not null, -- exact counts
  document text, -- what was signed, byte by byte
  signature jsonb,
  is_public boolean not null default false,
  created_by uuid,
  finalized_by uuid,
  finalized_at timestamptz(3),
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_bias_audits primary key (tenant_id, id),
  constraint ck_bias_audits_metric check (metric in ('selection', 'scoring')),
  constraint ck_bias_audits_status check (status in ('draft', 'finalized')),
  constraint ck_bias_audits_signed check ((status = 'finalized') = (document is not null and signature is not null and finalized_at is not null))
);
create index idx_bias_audits_created on bias_audits (tenant_id, created_at desc, id desc);
create index idx_bias_audits_updated on bias_audits (tenant_id, updated_at, id);
create index idx_bias_audits_public on bias_audits (tenant_id, finalized_at desc, id desc) where is_public;
call app.isolate('bias_audits', 'select, insert, update');
-- Beside the template, which it narrows: nobody who works in a tenant changes what is signed.
create policy frozen on bias_audits as restrictive for update to ats_app using (status = 'draft') with check (true);

-- A breach is told of once: while its row is here.
create table bias_breaches (
  tenant_id uuid not null,
  id uuid not null,
  metric text not null,
  scoring_version text not null,
  category text not null, -- of which table, and which group
  found_at timestamptz(3) not null,
  constraint pk_bias_breaches primary key (tenant_id, id),
  constraint uq_bias_breaches_category unique (tenant_id, metric, scoring_version, category),
  constraint ck_bias_breaches_metric check (metric in ('selection', 'scoring'))
);
call app.isolate('bias_breaches', 'select, insert, delete');

create table counterfactual_tests (
  tenant_id uuid not null,
  id uuid not null,
  scoring_version text not null,
  weights jsonb not null,
  passed boolean not null,
  report jsonb not null,
  created_by uuid,
  created_at timestamptz(3) not null,
  constraint pk_counterfactual_tests primary key (tenant_id, id)
);
create index idx_counterfactual_tests_created on counterfactual_tests (tenant_id, created_at desc, id desc);
call app.isolate('counterfactual_tests', 'select, insert');

create policy search_reads on self_identifications for select to ats_search using (true);
grant select (tenant_id, application_id, sex, race_ethnicity) on self_identifications to ats_search;
grant select (id, applied_at, status, stage_type) on applications to ats_search;
create policy search_reads on application_stage_history for select to ats_search using (true);
grant select (tenant_id, application_id, job_id, to_stage) on application_stage_history to ats_search;
create policy search_reads on matches for select to ats_search using (true);
grant select (tenant_id, id, job_id, candidate_id, score, scoring_version) on matches to ats_search;

-- How many applicants of each sex and race had which score and were selected: [sex, race, score, selected, how many].
-- A later try for the same job is another applicant. Selected is who was hired or came beyond the first stage type.
create function app.impact_sample(p_tenant uuid, p_from timestamptz, p_to timestamptz, p_department text, p_jobs uuid[], p_version text)
returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, public
as $$
begin
  if p_tenant is distinct from nullif(current_setting('app.tenant_id', true), '')::uuid then
    return '[]';
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_array(counted.sex, counted.race_ethnicity, counted.score, counted.selected, counted.applicants)
      order by counted.sex, counted.race_ethnicity, counted.score, counted.selected)
    from (
      select nullif(s.sex, 'declined') as sex, nullif(s.race_ethnicity, 'declined') as race_ethnicity, m.score,
        a.status = 'hired' or a.stage_type <> 'applied' or exists (
          select from application_stage_history h
          where h.tenant_id = p_tenant and h.application_id = a.id and h.job_id = a.job_id and h.to_stage ->> 'type' <> 'applied'
        ) as selected,
        count(*) as applicants
      from applications a
      join jobs j on j.tenant_id = p_tenant and j.id = a.job_id
      left join self_identifications s on s.tenant_id = p_tenant and s.application_id = a.id
      left join matches m on m.tenant_id = p_tenant and m.job_id = a.job_id and m.candidate_id = a.candidate_id
        and (p_version is null or m.scoring_version = p_version)
      where a.tenant_id = p_tenant and a.deleted_at is null and a.applied_at >= p_from and a.applied_at < p_to
        and (p_department is null or j.department = p_department) and (p_jobs is null or a.job_id = any(p_jobs))
        and (p_version is null or m.id is not null)
      group by 1, 2, 3, 4
    ) counted
  ), '[]');
end $$;
alter function app.impact_sample owner to ats_search;
revoke all on function app.impact_sample from public;
grant execute on function app.impact_sample to ats_app;
