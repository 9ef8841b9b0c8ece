-- What reports count by time.
create index idx_applications_applied on applications (tenant_id, applied_at, job_id) where deleted_at is null;
create index idx_applications_hired on applications (tenant_id, hired_at, job_id) where deleted_at is null and status = 'hired';
create index idx_application_stage_history_entered on application_stage_history (tenant_id, entered_at);
create index idx_application_stage_history_job on application_stage_history (tenant_id, job_id, entered_at);
