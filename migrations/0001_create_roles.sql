-- as: login
-- Roles hold privileges; log-ins are made members of them (`npm run db:logins`).
do $$
declare
  role_name text;
begin
  foreach role_name in array array['ats_owner', 'ats_app', 'ats_system', 'ats_search', 'ats_queue', 'ats_readonly', 'ats_backup'] loop
    begin
      execute format('create role %I nologin nosuperuser nocreatedb nocreaterole nobypassrls', role_name);
    exception when duplicate_object or unique_violation then
      null; -- roles belong to the cluster: another database of it made them
    end;
  end loop;
  execute format('grant ats_owner to %I', current_user);
  grant ats_search to ats_owner; -- so that migrations can hand it the search functions
end $$;

create extension if not exists vector;
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gin;

revoke create on schema public from public;
grant usage, create on schema public to ats_owner;
grant usage on schema public to ats_app, ats_system, ats_readonly, ats_backup;

create schema if not exists app authorization ats_owner;
grant usage on schema app to ats_app, ats_system, ats_readonly, ats_backup;
grant usage, create on schema app to ats_search;
grant usage on schema public to ats_search;

create schema if not exists bullmq;
grant usage, create on schema bullmq to ats_queue;
