create table attachments (
  tenant_id uuid not null,
  id uuid not null,
  candidate_id uuid not null,
  type text not null,
  filename text not null,
  description text,
  content_type text not null, -- what the bytes are, not what a client said
  size_bytes bigint not null,
  sha256 text not null,
  uploaded_by uuid,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_attachments primary key (tenant_id, id),
  constraint fk_attachments_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id),
  constraint ck_attachments_type check (type in ('cover_letter', 'portfolio', 'work_sample', 'certificate', 'transcript', 'reference', 'other'))
);
create index idx_attachments_candidate on attachments (tenant_id, candidate_id, created_at desc, id desc);
call app.isolate('attachments', 'select, insert, update, delete');

-- Who was given a link to a file of a candidate, and until when it was good. It outlives the file.
create table file_accesses (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  file_id uuid not null,
  candidate_id uuid,
  actor jsonb not null,
  ip text not null,
  request_id uuid not null,
  expires_at timestamptz(3) not null,
  occurred_at timestamptz(3) not null,
  constraint pk_file_accesses primary key (tenant_id, id),
  constraint fk_file_accesses_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id),
  constraint ck_file_accesses_kind check (kind in ('resume', 'attachment'))
);
create index idx_file_accesses_candidate on file_accesses (tenant_id, candidate_id, occurred_at desc, id desc);
call app.isolate('file_accesses', 'select, insert');

-- What is to be done now and then by one process of all: whoever moves the time on has the turn.
create table chores (
  name text not null,
  ran_at timestamptz(3) not null,
  constraint pk_chores primary key (name)
);
grant select, insert, update on chores to ats_system;
grant select on chores to ats_backup;
