-- All addresses of a candidate. The one that is `is_primary` also stands on the candidate, for the sake of lists.
create table candidate_emails (
  tenant_id uuid not null,
  id uuid not null,
  candidate_id uuid not null,
  email text not null,
  type text not null,
  is_primary boolean not null,
  is_live boolean not null default true, -- false while the candidate is quarantined: the address is free
  position integer not null,
  constraint pk_candidate_emails primary key (tenant_id, id),
  -- Deferred, so that addresses can be taken before there is a candidate to have them.
  constraint fk_candidate_emails_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id)
    on delete cascade deferrable initially deferred,
  constraint ck_candidate_emails_type check (type in ('personal', 'work', 'other'))
);
create unique index uq_candidate_emails_email on candidate_emails (tenant_id, email) where is_live;
create unique index uq_candidate_emails_primary on candidate_emails (tenant_id, candidate_id) where is_primary;
create index idx_candidate_emails_candidate on candidate_emails (tenant_id, candidate_id, position);
-- The owner of a table sees its rows only where row security is not forced.
alter table candidates no force row level security;
insert into candidate_emails (tenant_id, id, candidate_id, email, type, is_primary, is_live, position)
  select tenant_id, id, id, email, 'other', true, deleted_at is null, 0 from candidates where email is not null;
call app.isolate('candidate_emails', 'select, insert, update, delete');

create table candidate_phones (
  tenant_id uuid not null,
  id uuid not null,
  candidate_id uuid not null,
  phone text not null,
  type text not null,
  is_primary boolean not null,
  position integer not null,
  constraint pk_candidate_phones primary key (tenant_id, id),
  constraint fk_candidate_phones_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint ck_candidate_phones_type check (type in ('mobile', 'home', 'work', 'other'))
);
create unique index uq_candidate_phones_primary on candidate_phones (tenant_id, candidate_id) where is_primary;
create index idx_candidate_phones_candidate on candidate_phones (tenant_id, candidate_id, position);
insert into candidate_phones (tenant_id, id, candidate_id, phone, type, is_primary, position)
  select tenant_id, id, id, phone, 'other', true, 0 from candidates where phone is not null;
call app.isolate('candidate_phones', 'select, insert, update, delete');

-- The rows above are the truth about who has an address.
drop index uq_candidates_email;

alter table candidates add column experience_tenths integer; -- years of experience, in tenths
alter table candidates add column edited_sections text[] not null default '{}'; -- of the profile, by people
create index idx_candidates_source on candidates (tenant_id, source, created_at desc, id desc) where deleted_at is null;
create index idx_candidates_location on candidates (tenant_id, location, created_at desc, id desc) where deleted_at is null;
create index idx_candidates_company on candidates (tenant_id, company, created_at desc, id desc) where deleted_at is null;
create index idx_candidates_experience on candidates (tenant_id, experience_tenths) where deleted_at is null;

create table candidate_experiences (
  tenant_id uuid not null,
  id uuid not null,
  candidate_id uuid not null,
  position integer not null,
  origin text not null,
  title text,
  company text,
  location text,
  start_date text,
  end_date text,
  is_current boolean not null,
  description text,
  constraint pk_candidate_experiences primary key (tenant_id, id),
  constraint fk_candidate_experiences_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint ck_candidate_experiences_origin check (origin in ('person', 'resume')),
  constraint ck_candidate_experiences_start_date check (start_date ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  constraint ck_candidate_experiences_end_date check (end_date ~ '^\d{4}(-\d\d(-\d\d)?)?$')
);
create index idx_candidate_experiences_candidate on candidate_experiences (tenant_id, candidate_id, position);
call app.isolate('candidate_experiences', 'select, insert, delete');

create table candidate_educations (
  tenant_id uuid not null,
  id uuid not null,
  candidate_id uuid not null,
  position integer not null,
  origin text not null,
  institution text,
  degree text,
  degree_name text, -- as the person puts it
  field text,
  start_date text,
  end_date text,
  grade text,
  constraint pk_candidate_educations primary key (tenant_id, id),
  constraint fk_candidate_educations_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint ck_candidate_educations_origin check (origin in ('person', 'resume')),
  constraint ck_candidate_educations_degree check (degree in ('high_school', 'certificate', 'diploma', 'associate', 'bachelor', 'master', 'doctorate')),
  constraint ck_candidate_educations_start_date check (start_date ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  constraint ck_candidate_educations_end_date check (end_date ~ '^\d{4}(-\d\d(-\d\d)?)?$')
);
create index idx_candidate_educations_candidate on candidate_educations (tenant_id, candidate_id, position);
call app.isolate('candidate_educations', 'select, insert, delete');

create table candidate_skills (
  tenant_id uuid not null,
  id uuid not null,
  candidate_id uuid not null,
  position integer not null,
  origin text not null,
  skill_key text not null,
  name text not null,
  category text,
  proficiency text,
  years_tenths integer,
  constraint pk_candidate_skills primary key (tenant_id, id),
  constraint uq_candidate_skills_key unique (tenant_id, candidate_id, skill_key),
  constraint fk_candidate_skills_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint ck_candidate_skills_origin check (origin in ('person', 'resume')),
  constraint ck_candidate_skills_proficiency check (proficiency in ('beginner', 'intermediate', 'advanced', 'expert')),
  constraint ck_candidate_skills_years check (years_tenths between 0 and 700)
);
create index idx_candidate_skills_key on candidate_skills (tenant_id, skill_key, candidate_id);
call app.isolate('candidate_skills', 'select, insert, delete');

create table candidate_languages (
  tenant_id uuid not null,
  id uuid not null,
  candidate_id uuid not null,
  position integer not null,
  origin text not null,
  language_key text not null,
  name text not null,
  level text,
  constraint pk_candidate_languages primary key (tenant_id, id),
  constraint uq_candidate_languages_key unique (tenant_id, candidate_id, language_key),
  constraint fk_candidate_languages_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint ck_candidate_languages_origin check (origin in ('person', 'resume')),
  constraint ck_candidate_languages_level check (level in ('a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'native'))
);
call app.isolate('candidate_languages', 'select, insert, delete');

create table candidate_certifications (
  tenant_id uuid not null,
  id uuid not null,
  candidate_id uuid not null,
  position integer not null,
  origin text not null,
  name text not null,
  issuer text,
  issue_date text,
  expiry_date text,
  credential_id text,
  constraint pk_candidate_certifications primary key (tenant_id, id),
  constraint fk_candidate_certifications_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint ck_candidate_certifications_origin check (origin in ('person', 'resume')),
  constraint ck_candidate_certifications_issue_date check (issue_date ~ '^\d{4}(-\d\d(-\d\d)?)?$'),
  constraint ck_candidate_certifications_expiry_date check (expiry_date ~ '^\d{4}(-\d\d(-\d\d)?)?$')
);
create index idx_candidate_certifications_candidate on candidate_certifications (tenant_id, candidate_id, position);
call app.isolate('candidate_certifications', 'select, insert, delete');

-- What other systems call a thing of ours.
create table external_ids (
  tenant_id uuid not null,
  id uuid not null,
  entity text not null,
  entity_id uuid not null, -- of that entity's table, so there is no foreign key
  system text not null,
  value text not null,
  is_live boolean not null default true, -- false while the entity is deleted: the value is free
  constraint pk_external_ids primary key (tenant_id, id),
  constraint uq_external_ids_system unique (tenant_id, entity, entity_id, system),
  constraint ck_external_ids_entity check (entity in ('candidate', 'job', 'application'))
);
create unique index uq_external_ids_value on external_ids (tenant_id, entity, system, value) where is_live;
call app.isolate('external_ids', 'select, insert, update, delete');

-- Lower case, without accents. A database of the locale C knows capitals of ASCII only: then Unicode's are taken from a
-- collation that the server has.
do $do$
declare
  unicode constant text := (
    select format(' collate %I', collname) from pg_collation
    where collname in ('und-x-icu', 'pg_c_utf8', 'C.utf8') and collencoding in (-1, pg_char_to_encoding('UTF8'))
    order by array_position(array['und-x-icu', 'pg_c_utf8', 'C.utf8'], collname::text) limit 1);
begin
  execute format($sql$
    create function app.fold(p_text text) returns text language sql stable set search_path = pg_catalog, public
    as $$ select unaccent(lower(p_text%s)) $$ $sql$, coalesce(unicode, ''));
end $do$;
revoke all on function app.fold from public;
grant execute on function app.fold to ats_app, ats_search;

-- Folded, and cut where names are joined: Jean-Pierre O'Neil has four words.
create function app.name_words(p_text text) returns text
language sql stable set search_path = pg_catalog, public
as $$ select translate(app.fold(p_text), '-''.,/@_+&', '         ') $$;
revoke all on function app.name_words from public;
grant execute on function app.name_words to ats_app, ats_search;

create table candidate_search (
  tenant_id uuid not null,
  candidate_id uuid not null,
  names tsvector not null default '', -- for prefixes, as somebody types
  profile tsvector not null default '',
  resume tsvector not null default '', -- apart, so that an edit of the profile does not read the resume again
  document tsvector generated always as (profile || resume) stored,
  constraint pk_candidate_search primary key (tenant_id, candidate_id),
  constraint fk_candidate_search_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade
);
create index idx_candidate_search_document on candidate_search using gin (tenant_id, document, names);
insert into candidate_search (tenant_id, candidate_id, names, profile)
  select tenant_id, id, to_tsvector('simple', app.name_words(words)),
    setweight(to_tsvector('simple', words) || to_tsvector('english', words), 'A')
  from candidates, lateral (select app.fold(concat_ws(' ', first_name, last_name, headline))) as said (words);
alter table candidates force row level security;
call app.isolate('candidate_search', 'select, insert, update');

-- As for jobs: ids only, from a function that reads past the policies after it has checked the tenant itself. What the
-- policies would hide from the actor is left out here too, before the limit. `p_person` narrows further, to those who
-- applied to a job that names the person.
create policy search_reads on candidate_search for select to ats_search using (true);
grant select on candidate_search to ats_search;
create policy search_reads on candidates for select to ats_search using (true);
grant select (tenant_id, id, owner_id, visible_to, deleted_at) on candidates to ats_search;
create policy search_reads on applications for select to ats_search using (true);
grant select (tenant_id, job_id, candidate_id, deleted_at) on applications to ats_search;

-- Every word of `p_names` may be cut short, so that `joh smi` finds John Smith; null for none.
-- The profile ranks; the text of a resume finds, and is not read again for the rank. Without the setting, a word that
-- most candidates have would be looked for in the rows of all tenants.
create function app.search_candidates(p_tenant uuid, p_query text, p_names text, p_person uuid, p_limit integer) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public set enable_seqscan = off
as $$
declare
  folded constant text := app.fold(p_query);
  words constant tsquery := websearch_to_tsquery('simple', folded) || websearch_to_tsquery('english', folded);
  whole constant tsquery := plainto_tsquery('simple', app.name_words(coalesce(p_names, '')));
  starts constant tsquery := case when numnode(whole) > 0 then replace(whole::text, ''' & ''', ''':* & ''') || ':*' else '' end;
  sees_all constant boolean := coalesce(current_setting('app.visibility', true), '') = 'tenant';
  actor constant uuid := nullif(current_setting('app.actor_id', true), '')::uuid;
begin
  if p_tenant is distinct from nullif(current_setting('app.tenant_id', true), '')::uuid then
    return '{}';
  end if;
  return array(
    select s.candidate_id
    from candidate_search s
    join candidates c on c.tenant_id = s.tenant_id and c.id = s.candidate_id
    where s.tenant_id = p_tenant and (s.document @@ words or s.names @@ starts)
      and c.deleted_at is null and (sees_all or c.owner_id = actor or actor = any (c.visible_to))
      and (p_person is null or exists (
        select from applications a join jobs j on j.tenant_id = a.tenant_id and j.id = a.job_id
        where a.tenant_id = c.tenant_id and a.candidate_id = c.id and a.deleted_at is null and j.deleted_at is null
          and p_person in (j.recruiter_id, j.hiring_manager_id)))
    order by ts_rank(s.profile, words) + 2 * ts_rank(s.names, starts) desc, s.candidate_id
    limit least(p_limit, 1000)
  );
end $$;
alter function app.search_candidates owner to ats_search;
revoke all on function app.search_candidates from public;
grant execute on function app.search_candidates to ats_app, ats_readonly;
