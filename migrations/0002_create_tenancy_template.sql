-- The one template of a tenant's table. Every migration that makes such a table ends with a call of it.
-- `system_rights` are what ats_system may do across tenants: '' for most tables.
create procedure app.isolate(target regclass, app_rights text, system_rights text default '')
language plpgsql
as $$
declare
  own_tenant constant text := $sql$tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid$sql$;
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant_isolation on %s to ats_app, ats_readonly using (%s) with check (%s)',
    target, own_tenant, own_tenant);
  execute format('create policy backup_reads on %s for select to ats_backup using (true)', target);
  execute format('grant %s on %s to ats_app', app_rights, target);
  execute format('grant select on %s to ats_readonly, ats_backup', target);
  if system_rights <> '' then
    execute format('create policy system_crosses on %s to ats_system using (true) with check (true)', target);
    execute format('grant %s on %s to ats_system', system_rights, target);
  end if;
end $$;

revoke all on procedure app.isolate from public;
