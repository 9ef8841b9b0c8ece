-- Events are kept for a while. A tenant has none any more up to this place of its order, and all of them above it.
alter table event_counters add column pruned_through bigint not null default 0;

-- Deliveries go with their events, and are found by them.
create index idx_webhook_deliveries_event on webhook_deliveries (tenant_id, event_id);
