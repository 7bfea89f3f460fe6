-- A node as people and its registration say it is. The code is its name on the wire; the secret is sealed.
create table node (
    id bigint primary key,
    project_id bigint not null,
    code text not null,
    hardware_code text not null,
    name text not null,
    product text not null,
    secret text not null,
    enabled boolean not null,
    approved boolean not null,
    replaces bigint,
    labels text not null,
    revision bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);

create unique index node_by_code on node (code);

create index node_by_project on node (project_id, id);

create index node_by_hardware on node (hardware_code);

create index node_waiting on node (id) where not approved;

-- A node as its agent reports it: facts at login, the newest heartbeat, whether it is there.
create table node_seen (
    node_id bigint primary key,
    online boolean not null,
    ours boolean not null,
    version text,
    compile text,
    os_name text,
    architecture text,
    machine_name text,
    ip text,
    info text not null,
    latest text,
    login_at bigint,
    seen_at bigint not null
);

create index node_seen_online on node_seen (node_id) where online;

-- What agents tell, the newest thousand of each node.
create table node_event (
    id bigint primary key,
    node_id bigint not null,
    at bigint not null,
    type text not null,
    name text not null,
    remark text not null
);

create index node_event_by_node on node_event (node_id, id desc);

-- Orders to nodes and what became of them; status as on the wire, below 2 means unanswered.
create table command (
    id bigint primary key,
    project_id bigint not null,
    node_id bigint not null,
    command text not null,
    argument text,
    status integer not null,
    acknowledged boolean not null,
    times integer not null,
    result text,
    created_at bigint not null,
    created_by text not null,
    start_at bigint,
    expire_at bigint,
    delivered_at bigint,
    finished_at bigint
);

create index command_by_node on command (node_id, id desc);

create index command_pending on command (node_id, id) where status < 2;
