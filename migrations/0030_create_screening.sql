-- Text screening: questions with their rubrics, chats with candidates, and what was made of their answers.

-- Questions that many jobs ask. A job takes a copy of them.
create table question_templates (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  questions jsonb not null,
  created_by uuid,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  deleted_at timestamptz(3),
  constraint pk_question_templates primary key (tenant_id, id)
);
create unique index uq_question_templates_name on question_templates (tenant_id, name) where deleted_at is null;
create index idx_question_templates_created on question_templates (tenant_id, created_at, id) where deleted_at is null;
create index idx_question_templates_updated on question_templates (tenant_id, updated_at, id) where deleted_at is null;
call app.isolate('question_templates', 'select, insert, update');

-- What a job asks. Each change is a row of its own: a chat, and what was made of it, keep the questions they began with.
create table screening_question_sets (
  tenant_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  version integer not null,
  template_id uuid,
  template_version integer,
  questions jsonb not null,
  created_by uuid,
  created_at timestamptz(3) not null,
  constraint pk_screening_question_sets primary key (tenant_id, id),
  constraint uq_screening_question_sets_version unique (tenant_id, job_id, version),
  constraint fk_screening_question_sets_job foreign key (tenant_id, job_id) references jobs (tenant_id, id),
  constraint fk_screening_question_sets_template foreign key (tenant_id, template_id) references question_templates (tenant_id, id)
);
call app.isolate('screening_question_sets', 'select, insert');

create table screening_sessions (
  tenant_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  candidate_id uuid not null,
  job_id uuid not null,
  question_set_id uuid not null,
  state text not null,
  token_hash text not null,
  expires_at timestamptz(3) not null, -- of the link, whatever the state
  idle_minutes integer not null,
  ai_providers text[] not null, -- who would be asked, as the disclosure says; empty: the chat has no model
  ai_accepted boolean,
  human_requested_at timestamptz(3),
  position integer not null, -- of the question that is asked, from 0; their number when all are
  open_sequence integer, -- the message that waits for an answer; null while the interviewer is to speak
  follow_ups integer not null,
  last_sequence integer not null,
  end_reason text,
  started_at timestamptz(3),
  active_at timestamptz(3) not null, -- when the candidate last did something
  ended_at timestamptz(3),
  created_by uuid,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_screening_sessions primary key (tenant_id, id),
  constraint fk_screening_sessions_application foreign key (tenant_id, application_id) references applications (tenant_id, id) on delete cascade,
  constraint fk_screening_sessions_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint fk_screening_sessions_job foreign key (tenant_id, job_id) references jobs (tenant_id, id),
  constraint fk_screening_sessions_question_set foreign key (tenant_id, question_set_id) references screening_question_sets (tenant_id, id),
  constraint ck_screening_sessions_state check (state in ('pending', 'in_progress', 'completed', 'abandoned', 'expired', 'cancelled'))
);
create unique index uq_screening_sessions_open on screening_sessions (tenant_id, application_id) where state in ('pending', 'in_progress');
create index idx_screening_sessions_application on screening_sessions (tenant_id, application_id, created_at, id);
create index idx_screening_sessions_candidate on screening_sessions (tenant_id, candidate_id);
create index idx_screening_sessions_job on screening_sessions (tenant_id, job_id, created_at, id);
create index idx_screening_sessions_created on screening_sessions (tenant_id, created_at, id);
create index idx_screening_sessions_updated on screening_sessions (tenant_id, updated_at, id);
call app.isolate('screening_sessions', 'select, insert, update');

-- The transcript. Nobody who works in a tenant may change or remove a line of it; it goes with its candidate.
create table screening_messages (
  tenant_id uuid not null,
  session_id uuid not null,
  sequence integer not null,
  role text not null,
  kind text not null,
  text text not null,
  answer jsonb, -- of an answer: its value by the kind of the question
  question_id uuid,
  in_reply_to integer,
  client_message_id text,
  lineage_id uuid, -- of a line that a model wrote
  created_at timestamptz(3) not null,
  constraint pk_screening_messages primary key (tenant_id, session_id, sequence),
  constraint uq_screening_messages_client_message unique (tenant_id, session_id, client_message_id),
  constraint fk_screening_messages_session foreign key (tenant_id, session_id) references screening_sessions (tenant_id, id) on delete cascade,
  constraint ck_screening_messages_role check (role in ('system', 'interviewer', 'candidate')),
  constraint ck_screening_messages_kind check (kind in ('disclosure', 'consent', 'question', 'follow_up', 'answer', 'human_request', 'closing'))
);
call app.isolate('screening_messages', 'select, insert');

-- What was made of something a candidate did, by rules, a model or a person. Each is a row, and none is ever changed.
create table ai_evaluations (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  subject_id uuid not null, -- of the kind: for a screening its session
  revision integer not null,
  application_id uuid not null,
  candidate_id uuid not null,
  job_id uuid not null,
  rubric_id uuid not null, -- for a screening its question set
  rubric_version integer not null,
  method text not null,
  score integer, -- hundredths of 0 to 100; null where nothing could be scored
  needs_human boolean not null,
  criteria jsonb not null,
  flags text[] not null,
  lineage_ids uuid[] not null,
  reason text,
  decided_by uuid,
  created_at timestamptz(3) not null,
  constraint pk_ai_evaluations primary key (tenant_id, id),
  constraint uq_ai_evaluations_revision unique (tenant_id, subject_id, revision),
  constraint fk_ai_evaluations_application foreign key (tenant_id, application_id) references applications (tenant_id, id) on delete cascade,
  constraint fk_ai_evaluations_candidate foreign key (tenant_id, candidate_id) references candidates (tenant_id, id) on delete cascade,
  constraint fk_ai_evaluations_job foreign key (tenant_id, job_id) references jobs (tenant_id, id),
  constraint ck_ai_evaluations_kind check (kind in ('screening', 'interview', 'assessment', 'chat')),
  constraint ck_ai_evaluations_method check (method in ('rules', 'model', 'human')),
  constraint ck_ai_evaluations_score check (score between 0 and 10000)
);
create index idx_ai_evaluations_created on ai_evaluations (tenant_id, created_at, id);
create index idx_ai_evaluations_application on ai_evaluations (tenant_id, application_id, created_at, id);
create index idx_ai_evaluations_candidate on ai_evaluations (tenant_id, candidate_id);
call app.isolate('ai_evaluations', 'select, insert');
