create index idx_jobs_department on jobs (tenant_id, department, created_at desc, id desc) where deleted_at is null;
create index idx_applications_source on applications (tenant_id, source, created_at desc, id desc) where deleted_at is null;
create index idx_webhook_endpoints_updated on webhook_endpoints (tenant_id, updated_at desc, id desc) where deleted_at is null;
