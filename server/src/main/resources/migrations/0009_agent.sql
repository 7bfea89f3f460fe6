-- Versions of the agent that nodes move to by themselves. product: 'stardust' for our agent, else the product of a node
-- with another one. platform: linux-x64 and the like.
create table agent_release (
    id bigint primary key,
    version text not null,
    channel text not null,
    product text not null,
    platform text not null,
    enabled boolean not null,
    sha256 text not null,
    md5 text not null,
    size bigint not null,
    note text,
    created_by text not null,
    revision bigint not null,
    created_at bigint not null,
    unique (product, version, platform)
);

-- What a node's agent last asked for, and what it was told to move to.
create table node_agent (
    node_id bigint primary key,
    channel text not null,
    asked_at bigint not null,
    offered text,
    offered_at bigint
);

-- What people let happen to nodes: of all (scope platform, subject 0), of a project, of one; null: as above it.
create table node_policy (
    scope text not null,
    subject_id bigint not null,
    shell boolean,
    commands text,
    new_server text,
    sync_seconds bigint,
    updated_at bigint not null,
    primary key (scope, subject_id)
);
