-- A local service that was made a placement: what its agent told of it, sealed, and how the packing of its folder goes.
create table adoption (
    placement_id bigint primary key,
    deployment_id bigint not null,
    node_id bigint not null,
    service text not null,
    told text,
    state text not null,
    ticket text,
    version text,
    note text,
    actor text not null,
    user_id bigint not null,
    user_name text not null,
    files bigint not null,
    bytes bigint not null,
    total_bytes bigint not null,
    left_out text,
    reason text,
    release_id bigint,
    begun_at bigint not null,
    heard_at bigint not null
);

create unique index adoption_by_service on adoption (node_id, service);
create unique index adoption_by_ticket on adoption (ticket);
