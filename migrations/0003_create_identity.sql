-- Without a tenant: the tenants themselves, and people, who may belong to many of them.
create table tenants (
  id uuid not null,
  name text not null,
  slug text not null,
  plan text not null default 'free',
  status text not null default 'active',
  candidate_visibility text not null default 'tenant',
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_tenants primary key (id),
  constraint uq_tenants_slug unique (slug),
  constraint ck_tenants_plan check (plan in ('free', 'basic', 'pro', 'enterprise')),
  constraint ck_tenants_status check (status in ('active', 'suspended', 'cancelled')),
  constraint ck_tenants_candidate_visibility check (candidate_visibility in ('tenant', 'owner'))
);

create table users (
  id uuid not null,
  email text not null,
  full_name text not null,
  password_hash text not null,
  status text not null default 'active',
  failed_logins integer not null default 0,
  locked_until timestamptz(3),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_users primary key (id),
  constraint uq_users_email unique (email),
  constraint ck_users_status check (status in ('active', 'inactive', 'suspended'))
);

create table sessions (
  id uuid not null,
  user_id uuid not null,
  tenant_id uuid not null,
  created_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  revoke_reason text,
  constraint pk_sessions primary key (id),
  constraint fk_sessions_user foreign key (user_id) references users (id) on delete cascade,
  constraint fk_sessions_tenant foreign key (tenant_id) references tenants (id) on delete cascade
);
create index idx_sessions_user on sessions (user_id);
create index idx_sessions_expires on sessions (expires_at);

create table refresh_tokens (
  hash text not null,
  session_id uuid not null,
  created_at timestamptz(3) not null,
  used_at timestamptz(3),
  constraint pk_refresh_tokens primary key (hash),
  constraint fk_refresh_tokens_session foreign key (session_id) references sessions (id) on delete cascade
);
create index idx_refresh_tokens_session on refresh_tokens (session_id);

-- Idempotency keys of callers without a principal, such as sign-up.
create table anonymous_idempotency_keys (
  scope_hash text not null,
  fingerprint text not null,
  status integer,
  headers text,
  body text,
  created_at timestamptz(3) not null,
  constraint pk_anonymous_idempotency_keys primary key (scope_hash)
);
create index idx_anonymous_idempotency_keys_created on anonymous_idempotency_keys (created_at);

grant select, insert, update, delete on tenants, users, sessions, refresh_tokens, anonymous_idempotency_keys to ats_system;
grant select on tenants, sessions, refresh_tokens, users, anonymous_idempotency_keys to ats_backup;

create table memberships (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  role text not null,
  -- What the tenant's screens show of a member; kept here so that a tenant's role never reads `users`.
  email text not null,
  full_name text not null,
  status text not null default 'active',
  version integer not null default 1,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint pk_memberships primary key (tenant_id, id),
  constraint uq_memberships_user unique (tenant_id, user_id),
  constraint ck_memberships_role check (role in ('admin', 'recruiter', 'hiring_manager', 'interviewer', 'viewer', 'client')),
  constraint ck_memberships_status check (status in ('active', 'removed'))
);
create index idx_memberships_user on memberships (user_id);
call app.isolate('memberships', 'select, insert, update', 'select, insert, update');

create table api_keys (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  prefix text not null,
  hash text not null,
  scopes text[] not null,
  created_by uuid not null,
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  revoke_reason text,
  last_used_at timestamptz(3),
  created_at timestamptz(3) not null,
  constraint pk_api_keys primary key (tenant_id, id),
  constraint uq_api_keys_prefix unique (tenant_id, prefix),
  constraint fk_api_keys_created_by foreign key (tenant_id, created_by) references memberships (tenant_id, user_id)
);
create index idx_api_keys_created on api_keys (tenant_id, created_at desc, id desc);
call app.isolate('api_keys', 'select, insert, update', 'select, update');

create table idempotency_keys (
  tenant_id uuid not null,
  scope_hash text not null,
  fingerprint text not null,
  status integer,
  headers text,
  body text,
  created_at timestamptz(3) not null,
  constraint pk_idempotency_keys primary key (tenant_id, scope_hash)
);
create index idx_idempotency_keys_created on idempotency_keys (created_at);
call app.isolate('idempotency_keys', 'select, insert, update, delete', 'select, delete');
