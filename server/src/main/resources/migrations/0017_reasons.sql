-- A reason by code and parameters, as JSON, beside its English: absent where the agent gives none.
alter table observed add column why text;

alter table rollout_placement add column why text;

alter table rollout add column paused_by text;

alter table step add column why text;

alter table task_run add column why text;
