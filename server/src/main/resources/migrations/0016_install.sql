-- How often people asked for a release to be put in place again.
alter table placement add column reinstalls bigint not null default 0;
