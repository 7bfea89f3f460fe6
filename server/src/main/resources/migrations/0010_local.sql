-- What agents run by files of their own, as they last told; nobody but the agent writes here.
create table node_local_service (
    node_id bigint not null,
    name text not null,
    service text not null,
    reported_at bigint not null,
    primary key (node_id, name)
);

-- What names and labels nodes by their address when they come in.
create table node_rule (
    id bigint primary key,
    project_id bigint not null references project (id),
    pattern text not null,
    name text,
    labels text not null,
    priority integer not null,
    revision bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);

create index node_rule_by_project on node_rule (project_id, id);

-- How far the node's clock was ahead at its newest heartbeat, ms.
alter table node_seen add column clock_offset bigint;
