-- What should run where (seed: AppDeploy, AppDeployVersion, AppDeployNode), and what is seen of it.
create table app (
    id bigint primary key,
    project_id bigint not null,
    name text not null unique,
    display_name text,
    enabled boolean not null,
    revision bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);

create table deployment (
    id bigint primary key,
    project_id bigint not null,
    app_id bigint not null references app (id),
    name text not null unique,
    enabled boolean not null,
    file_name text,
    arguments text,
    working_directory text,
    user_name text,
    environments text,
    mode text not null,
    allow_multiple boolean not null,
    max_memory bigint not null,
    auto_stop boolean not null,
    reload_on_change boolean not null,
    port bigint not null,
    priority bigint not null,
    oom_score_adjust bigint not null,
    health_check text,
    release_id bigint,
    revision bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);

create index deployment_by_app on deployment (app_id);

create table release (
    id bigint primary key,
    deployment_id bigint not null references deployment (id),
    version text not null,
    enabled boolean not null,
    file_name text,
    sha256 text not null,
    md5 text not null,
    size bigint not null,
    overwrite text,
    mode text not null,
    note text,
    created_by text not null,
    revision bigint not null,
    created_at bigint not null,
    unique (deployment_id, version)
);

create index release_by_blob on release (sha256);

-- A deployment on a node: overrides and the desired state. Written by people and rollouts only.
-- desired_revision is the node's revision (node_desired) at which an agent's view of this row last changed.
create table placement (
    id bigint primary key,
    deployment_id bigint not null references deployment (id),
    node_id bigint not null,
    deploy_name text not null,
    enabled boolean not null,
    port bigint not null,
    file_name text,
    arguments text,
    working_directory text,
    mode text,
    environments text,
    user_name text,
    max_memory bigint,
    state text not null,
    release_id bigint references release (id),
    restarts bigint not null,
    rollout_id bigint not null,
    desired_revision bigint not null,
    revision bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    unique (node_id, deploy_name)
);

create index placement_by_deployment on placement (deployment_id, id);

-- Grows with every change of what a node should run; drawn by the writer, so an agent that acted on n
-- is never shown a new n - 1.
create table node_desired (
    node_id bigint primary key,
    revision bigint not null
);

-- What the agent last said of a placement. Written by reports only.
create table observed (
    placement_id bigint primary key,
    state text not null,
    release_id bigint not null,
    version text,
    revision bigint not null,
    pid bigint not null,
    started_at bigint not null,
    crashes bigint not null,
    exit_code bigint,
    reason text,
    output text,
    adopted boolean not null,
    seen_at bigint not null,
    working_set bigint not null,
    cpu_usage double precision not null,
    threads bigint not null,
    measured_at bigint not null
);

create table rollout (
    id bigint primary key,
    deployment_id bigint not null references deployment (id),
    kind text not null,
    release_id bigint not null,
    version text not null,
    from_release_id bigint,
    created_by text not null,
    created_at bigint not null
);

create index rollout_by_deployment on rollout (deployment_id, id desc);

-- How one placement fares in a rollout. Outlives the placement.
create table rollout_placement (
    rollout_id bigint not null references rollout (id),
    placement_id bigint not null,
    node_id bigint not null,
    node_name text not null,
    release_id bigint not null,
    version text not null,
    revision bigint not null,
    state text not null,
    reason text,
    updated_at bigint not null,
    primary key (rollout_id, placement_id)
);

create index rollout_by_placement on rollout_placement (placement_id, rollout_id desc);

create table step (
    id bigint primary key,
    deployment_id bigint not null,
    placement_id bigint not null,
    node_name text not null,
    rollout_id bigint not null,
    release_id bigint not null,
    version text,
    step text not null,
    at bigint not null,
    duration_ms bigint not null,
    detail text,
    unique (placement_id, at, step)
);

create index step_by_deployment on step (deployment_id, id desc);

create index step_by_placement on step (placement_id, id desc);

create index step_by_rollout on step (rollout_id, placement_id, id);

-- What agents that are not ours are told by command. Written with the wish it stands for, sent after the commit (and
-- again at the next start when that did not happen); the reply to it is all such an agent tells.
create table agent_order (
    id bigint primary key,
    node_id bigint not null,
    placement_id bigint not null,
    verb text not null,
    rollout_id bigint not null,
    release_id bigint not null,
    revision bigint not null,
    command_id bigint
);

create index agent_order_by_command on agent_order (command_id);

create index agent_order_by_placement on agent_order (placement_id);
