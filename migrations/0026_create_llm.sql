-- Models of other makers, called with the tenants' own keys: who may be called, what it may cost, and what was called.

create table llm_providers (
  tenant_id uuid not null,
  id uuid not null,
  provider text not null,
  name text not null,
  key_sealed text not null, -- empty once it was shredded
  key_last_four text,
  organization_id text,
  endpoint text,
  default_model text not null,
  enabled_models text[] not null,
  is_default boolean not null,
  fallback_order integer,
  active boolean not null,
  monthly_budget_micro_usd bigint,
  rpm_limit integer,
  max_concurrent integer,
  last_used_at timestamptz(3),
  key_changed_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  created_by uuid,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  constraint pk_llm_providers primary key (tenant_id, id),
  constraint ck_llm_providers_provider check (provider in ('openai', 'anthropic', 'google', 'gemini', 'custom')),
  constraint ck_llm_providers_budget check (monthly_budget_micro_usd >= 0)
);
create unique index uq_llm_providers_default on llm_providers (tenant_id) where is_default and deleted_at is null;
create index idx_llm_providers_created on llm_providers (tenant_id, created_at, id) where deleted_at is null;
create index idx_llm_providers_updated on llm_providers (tenant_id, updated_at, id) where deleted_at is null;
call app.isolate('llm_providers', 'select, insert, update');

-- What a tenant pays where that is not the list price. In micro-USD a million tokens.
create table llm_prices (
  tenant_id uuid not null,
  id uuid not null,
  provider_id uuid not null,
  model text not null,
  input_price bigint not null,
  cached_input_price bigint not null,
  cache_write_price bigint not null,
  output_price bigint not null,
  effective_from timestamptz(3) not null,
  created_by uuid,
  created_at timestamptz(3) not null,
  constraint pk_llm_prices primary key (tenant_id, id),
  constraint uq_llm_prices_from unique (tenant_id, provider_id, model, effective_from),
  constraint fk_llm_prices_provider foreign key (tenant_id, provider_id) references llm_providers (tenant_id, id)
);
call app.isolate('llm_prices', 'select, insert');

-- The switches of a tenant; none stands for all of them on.
create table llm_settings (
  tenant_id uuid not null,
  enabled boolean not null,
  disabled_features text[] not null,
  minimise_personal_data boolean not null,
  version integer not null,
  updated_at timestamptz(3) not null,
  constraint pk_llm_settings primary key (tenant_id)
);
call app.isolate('llm_settings', 'select, insert, update');

-- What a configuration has cost in a month (UTC, '2026-11') and what calls under way may cost yet. Whoever asks for a
-- reservation holds this row, so that no two processes give the same money away.
create table llm_accounts (
  tenant_id uuid not null,
  provider_id uuid not null,
  month text not null,
  spent_micro_usd bigint not null,
  reserved_micro_usd bigint not null,
  warned_budget bigint, -- the budget of which its owners were told that it is nearly spent
  exceeded_budget bigint, -- the budget that a call was refused for
  updated_at timestamptz(3) not null,
  constraint pk_llm_accounts primary key (tenant_id, provider_id, month),
  constraint fk_llm_accounts_provider foreign key (tenant_id, provider_id) references llm_providers (tenant_id, id),
  constraint ck_llm_accounts_spent check (spent_micro_usd >= 0),
  constraint ck_llm_accounts_reserved check (reserved_micro_usd >= 0)
);
call app.isolate('llm_accounts', 'select, insert, update');

-- A call on its way. Closed ones stay for a while: they are what calls a minute are counted by.
create table llm_reservations (
  tenant_id uuid not null,
  id uuid not null,
  provider_id uuid not null,
  month text not null,
  amount_micro_usd bigint not null,
  call jsonb not null, -- what its lineage says if nobody is left to write it
  expires_at timestamptz(3) not null,
  closed_at timestamptz(3),
  created_at timestamptz(3) not null,
  constraint pk_llm_reservations primary key (tenant_id, id),
  constraint fk_llm_reservations_provider foreign key (tenant_id, provider_id) references llm_providers (tenant_id, id)
);
create index idx_llm_reservations_recent on llm_reservations (tenant_id, provider_id, created_at);
create index idx_llm_reservations_open on llm_reservations (tenant_id, provider_id) where closed_at is null;
create index idx_llm_reservations_stuck on llm_reservations (expires_at) where closed_at is null;
create index idx_llm_reservations_closed on llm_reservations (closed_at) where closed_at is not null;
call app.isolate('llm_reservations', 'select, insert, update', 'select, delete');

-- The ledger: calls and cost by day (UTC, '2026-11-21'), feature and model. It outlives the lineage.
create table llm_usage (
  tenant_id uuid not null,
  provider_id uuid not null,
  day text not null,
  feature text not null,
  model text not null,
  calls bigint not null,
  failed bigint not null,
  cached bigint not null,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  output_tokens bigint not null,
  cost_micro_usd bigint not null,
  constraint pk_llm_usage primary key (tenant_id, provider_id, day, feature, model),
  constraint fk_llm_usage_provider foreign key (tenant_id, provider_id) references llm_providers (tenant_id, id)
);
create index idx_llm_usage_day on llm_usage (tenant_id, day);
call app.isolate('llm_usage', 'select, insert, update');

-- One row a call: a fact, never changed. Hashes stand for what was said.
create table llm_lineage (
  tenant_id uuid not null,
  id uuid not null,
  call_id uuid not null, -- the same for a call, its repair and its fallbacks
  provider_id uuid not null,
  provider text not null,
  model text not null,
  feature text not null,
  entity_type text,
  entity_id uuid,
  prompt_id text not null,
  prompt_version integer not null,
  prompt_hash text not null,
  input_hash text not null,
  output_hash text,
  outcome text not null,
  reason text,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  cache_write_tokens bigint not null,
  output_tokens bigint not null,
  cost_micro_usd bigint not null,
  latency_ms integer not null,
  actor_type text not null,
  actor_id uuid,
  request_id uuid not null,
  created_at timestamptz(3) not null,
  constraint pk_llm_lineage primary key (tenant_id, id, created_at),
  constraint ck_llm_lineage_provider check (provider in ('openai', 'anthropic', 'google', 'gemini', 'custom')),
  constraint ck_llm_lineage_outcome check (outcome in ('ok', 'cached', 'invalid_output', 'failed', 'refused', 'lost'))
) partition by range (created_at);
create index idx_llm_lineage_created on llm_lineage (tenant_id, created_at, id);
create index idx_llm_lineage_entity on llm_lineage (tenant_id, entity_id, created_at, id) where entity_id is not null;
call app.isolate('llm_lineage', 'select, insert');

-- Rows of a month whose partition nobody has made yet; they move when it is made.
create table llm_lineage_rest partition of llm_lineage default;

-- Makes the partitions of this month and the next two, and drops those that ended before `keep_since`. Returns how many
-- were made or dropped. Nobody but the owner may do either, and nobody but ats_system may have it done.
create function app.keep_llm_lineage(p_now timestamptz, p_keep_since timestamptz) returns integer
language plpgsql security definer
set search_path = pg_catalog, public
set timezone = 'UTC'
set lock_timeout = '2s' -- a partition goes another time rather than hold up every call
as $$
declare
  first_day timestamptz;
  last_day timestamptz;
  part text;
  done integer := 0;
begin
  for i in 0..2 loop
    first_day := date_trunc('month', p_now) + make_interval(months => i);
    last_day := first_day + interval '1 month';
    part := 'llm_lineage_' || to_char(first_day, 'YYYYMM');
    continue when to_regclass('public.' || part) is not null;
    execute format('create table public.%I (like public.llm_lineage including all)', part);
    execute format('with moved as (delete from public.llm_lineage_rest where created_at >= %L and created_at < %L returning *)
      insert into public.%I select * from moved', first_day, last_day, part);
    execute format('alter table public.llm_lineage attach partition public.%I for values from (%L) to (%L)',
      part, first_day, last_day);
    done := done + 1;
  end loop;
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'public.llm_lineage'::regclass and c.relname ~ '^llm_lineage_[0-9]{6}$'
      and to_timestamp(right(c.relname, 6), 'YYYYMM') + interval '1 month' <= p_keep_since
  loop
    execute format('drop table public.%I', part);
    done := done + 1;
  end loop;
  delete from public.llm_lineage_rest where created_at < date_trunc('month', p_keep_since);
  return done;
end $$;
revoke all on function app.keep_llm_lineage(timestamptz, timestamptz) from public;
grant execute on function app.keep_llm_lineage(timestamptz, timestamptz) to ats_system;
