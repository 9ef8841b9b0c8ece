-- What a tenant adds to the built-in lexicon: skills of its own, and further names of built-in ones, which keep their key.
create table tenant_skills (
  tenant_id uuid not null,
  id uuid not null,
  key text not null, -- made of the first name and kept: scores and implications refer to it
  name text not null,
  aliases text[] not null,
  implies text[] not null, -- keys, of this table or built-in; one that is gone means nothing
  forms text[] not null, -- all names as they are compared
  kind text not null,
  category text not null,
  created_by uuid,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  constraint pk_tenant_skills primary key (tenant_id, id),
  constraint ck_tenant_skills_kind check (kind in ('technical', 'soft', 'language'))
);
create unique index uq_tenant_skills_key on tenant_skills (tenant_id, key) where deleted_at is null;
create index idx_tenant_skills_name on tenant_skills (tenant_id, name, id) where deleted_at is null;
create index idx_tenant_skills_updated on tenant_skills (tenant_id, updated_at, id) where deleted_at is null;
call app.isolate('tenant_skills', 'select, insert, update');

-- Which additions of the tenant a profile was made with: with others it is made anew before a job is matched.
alter table candidate_profiles add column lexicon text not null default '';
