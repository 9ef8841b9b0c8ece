-- What an operation over many things makes of each. Serves every kind of bulk work.
create table operation_items (
  tenant_id uuid not null,
  id uuid not null,
  operation_id uuid not null,
  position integer not null, -- as the client sent them, from 1
  label text not null, -- what the client calls it, such as a file name
  status text not null default 'pending',
  result jsonb,
  error jsonb,
  settled_at timestamptz(3),
  constraint pk_operation_items primary key (tenant_id, id),
  constraint uq_operation_items_position unique (tenant_id, operation_id, position),
  constraint fk_operation_items_operation foreign key (tenant_id, operation_id) references operations (tenant_id, id),
  constraint ck_operation_items_status check (status in ('pending', 'succeeded', 'failed')),
  constraint ck_operation_items_settled check ((status = 'pending') = (settled_at is null))
);
create index idx_operation_items_status on operation_items (tenant_id, operation_id, status, position);
call app.isolate('operation_items', 'select, insert, update');

alter table resumes add column deleted_at timestamptz(3);

alter table resume_parses add column operation_item_id uuid; -- of a bulk upload: settled with the parse
alter table resume_parses add column edits jsonb; -- what a person corrected: laid over what this parse and later ones find
alter table resume_parses add constraint fk_resume_parses_operation_item
  foreign key (tenant_id, operation_item_id) references operation_items (tenant_id, id);
create unique index uq_resume_parses_in_progress on resume_parses (tenant_id, resume_id)
  where state in ('queued', 'processing');
create index idx_resume_parses_operation on resume_parses (tenant_id, operation_id, id) where operation_id is not null;
