alter table tenants add column locale text not null default 'en';
alter table tenants add column time_zone text not null default 'UTC';
alter table tenants add column limits jsonb not null default '{}'; -- what differs from the plan's limits
alter table tenants add column version integer not null default 1;

-- A change of the tenant's own row is told by an event, written with it.
grant insert on events to ats_system;

-- Lower case of any script. A database of the locale C knows capitals of ASCII only: then Unicode's are taken from a
-- collation that the server has.
do $do$
declare
  unicode constant text := (
    select format(' collate %I', collname) from pg_collation
    where collname in ('und-x-icu', 'pg_c_utf8', 'C.utf8') and collencoding in (-1, pg_char_to_encoding('UTF8'))
    order by array_position(array['und-x-icu', 'pg_c_utf8', 'C.utf8'], collname::text) limit 1);
begin
  execute format($sql$
    create function app.lower_name(p_name text) returns text language sql immutable set search_path = pg_catalog
    as $$ select lower(p_name%s) $$ $sql$, coalesce(unicode, ''));
end $do$;
revoke all on function app.lower_name from public;
grant execute on function app.lower_name to ats_app, ats_system, ats_readonly;

-- For finding members by the beginning of their names: a range over bytes is what row-level security lets an index do.
alter table memberships add column name_key text collate "C" not null generated always as (app.lower_name(full_name)) stored;
create index idx_memberships_name_key on memberships (tenant_id, name_key, user_id);
create index idx_memberships_name on memberships (tenant_id, full_name, user_id);
create index idx_memberships_email on memberships (tenant_id, email);
create index idx_memberships_created on memberships (tenant_id, created_at desc, user_id);
create index idx_memberships_updated on memberships (tenant_id, updated_at, user_id);

create table invitations (
  tenant_id uuid not null,
  id uuid not null,
  email text not null,
  full_name text,
  role text not null,
  token_hash text not null,
  status text not null default 'pending',
  expires_at timestamptz(3) not null,
  invited_by uuid not null,
  accepted_by uuid,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_invitations primary key (tenant_id, id),
  constraint fk_invitations_invited_by foreign key (tenant_id, invited_by) references memberships (tenant_id, user_id),
  constraint fk_invitations_accepted_by foreign key (tenant_id, accepted_by) references memberships (tenant_id, user_id),
  constraint ck_invitations_role check (role in ('admin', 'recruiter', 'hiring_manager', 'interviewer', 'viewer', 'client')),
  constraint ck_invitations_status check (status in ('pending', 'accepted', 'revoked', 'expired'))
);
create unique index uq_invitations_pending on invitations (tenant_id, email) where status = 'pending';
create index idx_invitations_created on invitations (tenant_id, created_at desc, id desc);
create index idx_invitations_updated on invitations (tenant_id, updated_at, id);
create index idx_invitations_status on invitations (tenant_id, status, created_at desc, id desc);
call app.isolate('invitations', 'select, insert, update');

-- Whose records are to be given to somebody else.
create index idx_jobs_recruiter on jobs (tenant_id, recruiter_id) where deleted_at is null;
create index idx_jobs_hiring_manager on jobs (tenant_id, hiring_manager_id) where deleted_at is null;
create index idx_api_keys_created_by on api_keys (tenant_id, created_by);

-- What a tenant has used, counted without reading rows.
create index idx_attachments_size on attachments (tenant_id) include (size_bytes);
create index idx_resumes_created on resumes (tenant_id, created_at) include (size_bytes);
