-- What a cost rests on, and which models may be asked.

-- `reserved`: the provider answered and counted no tokens, so the most the call can cost was booked.
alter table llm_lineage add column cost_basis text not null default 'counted';
alter table llm_lineage add constraint ck_llm_lineage_cost_basis check (cost_basis in ('counted', 'reserved'));

-- Where no model is enabled, none is asked.
alter table llm_providers add constraint ck_llm_providers_default_model
  check (default_model = any (enabled_models) or cardinality(enabled_models) = 0);
