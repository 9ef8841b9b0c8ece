-- One sender at a time works through an endpoint's due deliveries, under a lease that a process which dies lets run out.
alter table webhook_endpoints add column sender uuid;
alter table webhook_endpoints add column sending_until timestamptz(3);

-- Which events of the types it asked for an endpoint gets: by member of the payload, the values it may have.
alter table webhook_endpoints add column filter jsonb;

-- Secrets that still sign beside the current one: [{sealed, until}], newest first.
alter table webhook_endpoints add column old_secrets jsonb not null default '[]';

-- Written when the endpoint begins or ceases to fail, and at most once a minute in between.
alter table webhook_endpoints add column first_failing_at timestamptz(3);
alter table webhook_endpoints add column failure_count integer not null default 0;
alter table webhook_endpoints add column last_success_at timestamptz(3);
alter table webhook_endpoints add column last_failure_at timestamptz(3);

-- When the next attempt is due, of deliveries that still have one. USING also writes the rows there are.
alter table webhook_deliveries rename column next_retry_at to due_at;
alter table webhook_deliveries alter column due_at type timestamptz(3)
  using case when state in ('pending', 'retrying') then coalesce(due_at, created_at) end;
alter table webhook_deliveries add constraint ck_webhook_deliveries_due check (due_at is null or state in ('pending', 'retrying'));
create index idx_webhook_deliveries_due on webhook_deliveries (tenant_id, endpoint_id, due_at, id) where due_at is not null;

-- What made the delivery: the event itself, a replay (its operation), or a person's retry (the delivery's own id). The
-- index also serves what looks a delivery up by its event, first of all the cascade when an event is removed.
alter table webhook_deliveries add column cause_id uuid;
alter table webhook_deliveries alter column cause_id type uuid using event_id;
alter table webhook_deliveries alter column cause_id set not null;
create unique index uq_webhook_deliveries_cause on webhook_deliveries (tenant_id, event_id, endpoint_id, cause_id);
drop index uq_webhook_deliveries_event;
