-- Seconds that a stop waits until nobody calls the process; -1: as the setting drain.timeout says.
alter table deployment add column drain_wait bigint not null default -1;
-- Seconds in which the share of the calls grows that a started process gets; 0: the whole at once.
alter table deployment add column ramp bigint not null default 0;
-- Percent of the calls that a first batch gets, and for how long; 0: its own share.
alter table rollout add column weight bigint not null default 0;
alter table rollout add column ramp_seconds bigint not null default 0;

create index rollout_weighed on rollout (weight) where weight > 0;
