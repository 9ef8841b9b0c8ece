-- An event is a fact, written in the transaction of the change. The relay gives it its place in the tenant's order.
-- In what order events were written, across processes whose clocks differ: they are inserted with the COMMIT, when the
-- rows they tell of are locked. A plain sequence and no identity column, which a distributed table cannot have.
create sequence event_places;
grant usage on sequence event_places to ats_app, ats_system;

create table events (
  tenant_id uuid not null,
  id uuid not null,
  place bigint not null default nextval('event_places'),
  sequence bigint,
  type text not null,
  resource text not null,
  resource_id uuid not null,
  payload jsonb not null,
  actor jsonb not null,
  request_id uuid not null,
  occurred_at timestamptz(3) not null,
  relayed_at timestamptz(3),
  constraint pk_events primary key (tenant_id, id),
  constraint uq_events_sequence unique (tenant_id, sequence)
);
create index idx_events_unrelayed on events (place) where relayed_at is null;
create index idx_events_resource on events (tenant_id, resource_id, sequence);
call app.isolate('events', 'select, insert', 'select, update, delete');

create table event_counters (
  tenant_id uuid not null,
  last_sequence bigint not null,
  constraint pk_event_counters primary key (tenant_id)
);
call app.isolate('event_counters', 'select', 'select, insert, update');

-- Background work that is owed. The row is the truth and goes when the work is done; a queue only carries its id.
create table tasks (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  payload jsonb not null,
  state text not null default 'pending',
  attempts integer not null default 0,
  run_at timestamptz(3) not null,
  sent_at timestamptz(3),
  last_error text,
  request_id uuid not null,
  created_at timestamptz(3) not null,
  constraint pk_tasks primary key (tenant_id, id),
  constraint ck_tasks_state check (state in ('pending', 'dead'))
);
create index idx_tasks_due on tasks (run_at, id) where state = 'pending' and sent_at is null;
create index idx_tasks_sent on tasks (sent_at, id) where state = 'pending' and sent_at is not null;
call app.isolate('tasks', 'select, insert, update, delete', 'select, insert, update, delete');

-- What an asynchronous request is told about its progress.
create table operations (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  status text not null default 'pending',
  done integer not null default 0,
  total integer,
  result jsonb,
  error jsonb,
  created_by uuid,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_operations primary key (tenant_id, id),
  constraint ck_operations_status check (status in ('pending', 'running', 'succeeded', 'failed'))
);
call app.isolate('operations', 'select, insert, update');
