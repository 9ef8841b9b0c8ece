-- A screening may be answered in a form too, and remembers which disclosure it showed.

alter table screening_sessions add column channel text not null default 'chat';
alter table screening_sessions alter column channel drop default;
alter table screening_sessions add constraint ck_screening_sessions_channel check (channel in ('form', 'chat'));
-- A form has no link.
alter table screening_sessions alter column token_hash drop not null;
alter table screening_sessions add constraint ck_screening_sessions_token check ((channel = 'chat') = (token_hash is not null));
alter table screening_sessions add column disclosure_version integer not null default 1;
alter table screening_sessions alter column disclosure_version drop default;
