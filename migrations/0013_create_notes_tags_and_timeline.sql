-- What a tenant calls its candidates. A tag that is renamed to another's name points at that one, and takes its name
-- and key, from that moment on; a deleted one only says so. What hangs off either is settled in batches.
create table tags (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  key text collate "C" not null, -- the name as it is compared; in the order of bytes, so that a prefix is a range
  merged_into uuid,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  constraint pk_tags primary key (tenant_id, id),
  constraint fk_tags_merged_into foreign key (tenant_id, merged_into) references tags (tenant_id, id)
);
create unique index uq_tags_key on tags (tenant_id, key) where merged_into is null and deleted_at is null;
create index idx_tags_updated on tags (tenant_id, updated_at, id) where merged_into is null and deleted_at is null;
call app.isolate('tags', 'select, insert, update');

create table candidate_tags (
  tenant_id uuid not null,
  candidate_id uuid not null,
  tag_id uuid not null,
  tag_version integer not null, -- the version of the tag that events of the candidate have told of
  created_by uuid,
  created_at timestamptz(3) not null,
  constraint pk_candidate_tags primary key (tenant_id, candidate_id, tag_id),
  constraint fk_candidate_tags_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id),
  constraint fk_candidate_tags_tag foreign key (tenant_id, tag_id) references tags (tenant_id, id)
);
create index idx_candidate_tags_tag on candidate_tags (tenant_id, tag_id, tag_version, candidate_id);
call app.isolate('candidate_tags', 'select, insert, update, delete');

create table candidate_notes (
  tenant_id uuid not null,
  id uuid not null,
  candidate_id uuid not null,
  body text not null, -- emptied when the note is removed
  visibility text not null,
  mentioned uuid[] not null default '{}',
  author_id uuid not null,
  edited_at timestamptz(3),
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  constraint pk_candidate_notes primary key (tenant_id, id),
  constraint fk_candidate_notes_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id),
  constraint fk_candidate_notes_author foreign key (tenant_id, author_id) references memberships (tenant_id, user_id),
  constraint ck_candidate_notes_visibility check (visibility in ('admin_only', 'private', 'public'))
);
create index idx_candidate_notes_created on candidate_notes (tenant_id, candidate_id, created_at desc, id desc) where deleted_at is null;
create index idx_candidate_notes_updated on candidate_notes (tenant_id, candidate_id, updated_at, id) where deleted_at is null;
call app.isolate('candidate_notes', 'select, insert, update');

create table notifications (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  type text not null,
  candidate_id uuid not null,
  note_id uuid not null,
  event_id uuid not null, -- the fact that it tells of, which may be gone before it
  read_at timestamptz(3),
  created_at timestamptz(3) not null,
  constraint pk_notifications primary key (tenant_id, id),
  constraint uq_notifications_event unique (tenant_id, user_id, event_id),
  constraint fk_notifications_user foreign key (tenant_id, user_id) references memberships (tenant_id, user_id),
  constraint fk_notifications_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id),
  constraint fk_notifications_note foreign key (tenant_id, note_id) references candidate_notes (tenant_id, id),
  constraint ck_notifications_type check (type in ('note_mention'))
);
create index idx_notifications_user on notifications (tenant_id, user_id, created_at desc, id desc);
create index idx_notifications_unread on notifications (tenant_id, user_id, created_at desc, id desc) where read_at is null;
create index idx_notifications_created on notifications (created_at);
call app.isolate('notifications', 'select, insert, update', 'select, delete');

-- What events told of a candidate, kept when the events are gone.
create table candidate_activities (
  tenant_id uuid not null,
  event_id uuid not null,
  candidate_id uuid not null,
  sequence bigint not null,
  type text not null,
  resource text not null,
  resource_id uuid not null,
  note_id uuid,
  actor_type text not null,
  actor_id uuid,
  details jsonb not null,
  occurred_at timestamptz(3) not null,
  constraint pk_candidate_activities primary key (tenant_id, event_id),
  constraint fk_candidate_activities_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id),
  constraint fk_candidate_activities_note foreign key (tenant_id, note_id) references candidate_notes (tenant_id, id),
  constraint ck_candidate_activities_actor_type check (actor_type in ('user', 'api_key', 'system'))
);
create index idx_candidate_activities_candidate on candidate_activities (tenant_id, candidate_id, sequence desc, event_id desc);
call app.isolate('candidate_activities', 'select, insert');
