-- Of all that a profile brings into scores, made when it is stored: ten thousand are not hashed anew for every job.
alter table candidate_profiles add column profile_hash text not null default '';
