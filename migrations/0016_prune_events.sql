-- Events are kept for a while. A tenant has none any more up to this place of its order, and all of them above it.
alter table event_counters add column pruned_through bigint not null default 0;
