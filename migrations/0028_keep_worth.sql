-- How much of its weight a component was worth for the job, in hundredths, where that was not all of it: without it a score
-- cannot be made again from the features.
alter table learning_samples add column worth jsonb not null default '{}';
alter table exploration_log add column worth jsonb not null default '{}';
