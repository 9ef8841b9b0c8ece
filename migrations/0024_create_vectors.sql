-- The models that a tenant's vectors are made with, besides the built-in one, which serves where no row is active.
create table embedding_models (
  tenant_id uuid not null,
  id uuid not null,
  key text not null,
  provider text not null,
  model text not null, -- what the provider calls it
  dimensions integer not null,
  space text not null, -- `model` of its rows in embeddings; registered again, a key is another space
  state text not null,
  indexed_to uuid, -- how far the re-index under way is: the last candidate that was embedded
  operation_id uuid, -- the last re-index
  created_by uuid,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_embedding_models primary key (tenant_id, id),
  constraint ck_embedding_models_provider check (provider in ('builtin', 'onnx', 'openai', 'google', 'openai_compatible')),
  constraint ck_embedding_models_dimensions check (dimensions between 1 and 3072),
  constraint ck_embedding_models_state check (state in ('pending', 'indexing', 'ready', 'active', 'retired'))
);
create unique index uq_embedding_models_key on embedding_models (tenant_id, key) where state <> 'retired';
create unique index uq_embedding_models_active on embedding_models (tenant_id) where state = 'active';
create index idx_embedding_models_created on embedding_models (tenant_id, created_at desc, id desc);
create index idx_embedding_models_updated on embedding_models (tenant_id, updated_at, id);
call app.isolate('embedding_models', 'select, insert, update');

-- The relay makes no work for tenants that have no model of their own, and indexes are made for the model that serves.
grant select (tenant_id, state, space, dimensions) on embedding_models to ats_system;
create policy system_crosses on embedding_models for select to ats_system using (true);

-- Tenants whose vectors of a model have an index of their own. The product's owner makes the index itself; this row says
-- whether it can be relied on.
create table vector_indexes (
  tenant_id uuid not null,
  id uuid not null,
  model text not null,
  dimensions integer not null,
  name text not null,
  state text not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_vector_indexes primary key (tenant_id, id),
  constraint uq_vector_indexes_model unique (tenant_id, model),
  constraint ck_vector_indexes_state check (state in ('building', 'ready', 'dropping'))
);
call app.isolate('vector_indexes', 'select', 'select, insert, update, delete');

-- Whoever tends the indexes counts vectors by tenant and model. It sees no vector, and not whose they are.
grant select (tenant_id, subject, model) on embeddings to ats_system;
create policy system_crosses on embeddings for select to ats_system using (true);
