-- lost: not heard of lately, but not given up yet (then online is false as well). since: when the node became what it is
-- now, epoch ms: online, or not heard of (which goes on when it is given up).
alter table node_seen add column lost boolean not null default false;
alter table node_seen add column since bigint not null default 0;

update node_seen set since = seen_at;

create index node_seen_lost on node_seen (node_id) where lost;

-- leaving: to be forgotten as soon as nothing is placed on it any more.
alter table node add column leaving boolean not null default false;

-- failing_since: when it first went wrong, epoch ms; 0: it is well. A new try does not set it back.
alter table observed add column failing_since bigint not null default 0;

update observed set state = 'FAILED' where state = 'DONE' and exit_code <> 0;

update observed set failing_since = seen_at where state in ('FAILED', 'GAVE_UP', 'BACK_OFF', 'UNHEALTHY');

create index observed_failing on observed (failing_since, placement_id) where failing_since > 0;

create index rollout_placement_open on rollout_placement (rollout_id) where state in ('PLANNED', 'QUEUED', 'WORKING');

-- act: the id of the first change of the same request; null in rows of earlier versions. deployment_id: whose
-- deployment it is about, so that its page finds its releases, rollouts and placements as well.
alter table change add column act bigint;
alter table change add column deployment_id bigint;

create index change_by_deployment on change (deployment_id, id desc) where deployment_id is not null;

-- What people have put aside on the first page; it shows again when it goes wrong anew (another since).
create table dismissed (
    kind text not null,
    subject_id bigint not null,
    since bigint not null,
    dismissed_by text not null,
    dismissed_at bigint not null,
    primary key (kind, subject_id)
);
