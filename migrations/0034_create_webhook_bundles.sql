-- Deliveries of one endpoint that were made together and wait for their first attempt, whose end writes the row of each:
-- one row here and one there, instead of two versions of each there. What has a row of its own is settled here.
create table webhook_bundles (
  tenant_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  delivery_ids uuid[] not null,
  event_ids uuid[] not null,
  size integer not null,
  created_at timestamptz(3) not null,
  constraint pk_webhook_bundles primary key (tenant_id, id),
  constraint fk_webhook_bundles_endpoint foreign key (tenant_id, endpoint_id) references webhook_endpoints (tenant_id, id),
  constraint ck_webhook_bundles_size check (size > 0 and cardinality(delivery_ids) = size and cardinality(event_ids) = size)
);
create index idx_webhook_bundles_endpoint on webhook_bundles (tenant_id, endpoint_id, created_at, id);
call app.isolate('webhook_bundles', 'select, insert, delete');

-- All deliveries there are, in their table or still in a bundle.
create view webhook_delivery_log with (security_invoker = true) as
select tenant_id, id, endpoint_id, event_id, event_type, state, attempts, attempt_count, due_at, delivered_at, replay_of,
  created_at, updated_at
from webhook_deliveries
union all
select b.tenant_id, d.id, b.endpoint_id, d.event_id, e.type, 'pending', '[]', 0, b.created_at, null, null,
  b.created_at, b.created_at
from webhook_bundles b
cross join lateral unnest(b.delivery_ids, b.event_ids) as d(id, event_id)
join events e on e.tenant_id = b.tenant_id and e.id = d.event_id
where not exists (
  select from webhook_deliveries s
  where s.tenant_id = b.tenant_id and s.event_id = d.event_id and s.endpoint_id = b.endpoint_id and s.cause_id = d.event_id
);
grant select on webhook_delivery_log to ats_app, ats_readonly;
