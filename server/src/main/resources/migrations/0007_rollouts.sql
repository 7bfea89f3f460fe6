-- Probes and the rest of what a deployment says about its processes; a probe is JSON as people write it.
alter table deployment add column readiness text;
alter table deployment add column liveness text;
alter table deployment add column reload_patterns text;
alter table deployment add column keep text;
alter table deployment add column reload_command text;
alter table deployment add column port_argument text;
alter table deployment add column stop_wait bigint not null default 0;
alter table deployment add column multi_version boolean not null default false;

-- ended: disabled because its task had run, not by people; the next publish enables it.
alter table placement add column priority bigint;
alter table placement add column oom_score_adjust bigint;
alter table placement add column health_check text;
alter table placement add column readiness text;
alter table placement add column liveness text;
alter table placement add column delay_seconds bigint not null default 0;
alter table placement add column ended boolean not null default false;

alter table release add column os text not null default 'any';
alter table release add column arch text not null default 'any';

-- How a rollout goes on: batches that begin when those before are well, see docs/rationale/rollouts.md. wake_at is when
-- the server looks at it next though nobody reports; 0 = never. status is what was last known; what is shown is derived
-- from the parts where nothing is decided any more.
alter table rollout add column batch text;
alter table rollout add column canary text;
alter table rollout add column pause_seconds bigint not null default 0;
alter table rollout add column pause_after_canary boolean not null default false;
alter table rollout add column on_failure text not null default 'STOP';
alter table rollout add column max_failures bigint not null default 0;
alter table rollout add column health_seconds bigint not null default 120;
alter table rollout add column start_at bigint not null default 0;
alter table rollout add column status text not null default 'DONE';
alter table rollout add column current_batch bigint not null default 0;
alter table rollout add column batches bigint not null default 1;
alter table rollout add column next_batch_at bigint not null default 0;
alter table rollout add column paused_why text;
alter table rollout add column forgiven bigint not null default 0;
alter table rollout add column reverted_by bigint;
alter table rollout add column reverts bigint;
alter table rollout add column wake_at bigint not null default 0;
alter table rollout add column moved_at bigint not null default 0;

create index rollout_waking on rollout (wake_at) where wake_at > 0;

create index rollout_by_status on rollout (status, id desc);

-- A part is PLANNED until it begins: at begin_at, 0 = with its batch, which has not begun. What is not ready at due_at
-- has failed; 0 = that time has passed, or never comes. from_*: what a revert goes back to.
alter table rollout_placement add column batch bigint not null default 0;
alter table rollout_placement add column begin_at bigint not null default 0;
alter table rollout_placement add column due_at bigint not null default 0;
alter table rollout_placement add column from_release_id bigint;
alter table rollout_placement add column from_state text;

create index rollout_placement_due on rollout_placement (rollout_id, due_at) where due_at > 0;

update rollout set moved_at = coalesce(
    (select max(rp.updated_at) from rollout_placement rp where rp.rollout_id = rollout.id), created_at);

update rollout set status = 'RUNNING' where exists (
    select 1 from rollout_placement rp where rp.rollout_id = rollout.id and rp.state in ('QUEUED', 'WORKING'));

update rollout set status = 'FAILED' where status = 'DONE' and exists (
    select 1 from rollout_placement rp where rp.rollout_id = rollout.id and rp.state = 'FAILED');

update rollout set status = 'SUPERSEDED' where status = 'DONE' and exists (
    select 1 from rollout_placement rp where rp.rollout_id = rollout.id and rp.state = 'SUPERSEDED');

-- What became of each order to a task. One order runs once: the revision names it.
create table task_run (
    id bigint primary key,
    deployment_id bigint not null,
    placement_id bigint not null,
    node_id bigint not null,
    node_name text not null,
    release_id bigint not null,
    version text,
    revision bigint not null,
    started_at bigint not null,
    ended_at bigint not null,
    exit_code bigint,
    reason text,
    output text,
    unique (placement_id, revision)
);

create index task_run_by_deployment on task_run (deployment_id, id desc);

create index rollout_placement_planned on rollout_placement (release_id) where state = 'PLANNED';
