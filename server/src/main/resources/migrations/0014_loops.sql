-- One row that is written to find out whether the disk still takes writes.
create table probe (
    id bigint primary key,
    at bigint not null
);

-- For the expiry, which looks for the oldest rows of each kind.
create index step_by_time on step (at);

create index task_run_by_start on task_run (started_at);

create index command_by_end on command (finished_at) where status >= 2;

create index session_by_expiry on session (expires_at);

-- Orders get their command in their own transaction; those of before that were never sent get none any more.
delete from agent_order where command_id is null;
