create table webhook_endpoints (
  tenant_id uuid not null,
  id uuid not null,
  url text not null,
  description text,
  events text[] not null,
  secret_sealed text not null,
  header_names text[] not null,
  headers_sealed text not null,
  status text not null default 'active',
  status_reason text,
  max_attempts integer not null default 10,
  created_by uuid,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  constraint pk_webhook_endpoints primary key (tenant_id, id),
  constraint ck_webhook_endpoints_status check (status in ('active', 'disabled_auto', 'disabled_manual')),
  constraint ck_webhook_endpoints_max_attempts check (max_attempts between 1 and 10)
);
create index idx_webhook_endpoints_created on webhook_endpoints (tenant_id, created_at desc, id desc) where deleted_at is null;
call app.isolate('webhook_endpoints', 'select, insert, update');

create table webhook_deliveries (
  tenant_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  event_type text not null,
  state text not null default 'pending',
  attempts jsonb not null default '[]', -- at most ten: when, status or error, duration, first 1 KiB of the answer
  attempt_count integer not null default 0,
  next_retry_at timestamptz(3),
  delivered_at timestamptz(3),
  replay_of uuid,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_webhook_deliveries primary key (tenant_id, id),
  constraint fk_webhook_deliveries_endpoint foreign key (tenant_id, endpoint_id) references webhook_endpoints (tenant_id, id),
  constraint fk_webhook_deliveries_event foreign key (tenant_id, event_id) references events (tenant_id, id) on delete cascade,
  constraint ck_webhook_deliveries_state check (state in ('pending', 'retrying', 'paused', 'delivered', 'failed'))
);
create unique index uq_webhook_deliveries_event on webhook_deliveries (tenant_id, endpoint_id, event_id) where replay_of is null;
create index idx_webhook_deliveries_endpoint on webhook_deliveries (tenant_id, endpoint_id, created_at desc, id desc);
create index idx_webhook_deliveries_paused on webhook_deliveries (tenant_id, endpoint_id, id) where state = 'paused';
call app.isolate('webhook_deliveries', 'select, insert, update');
