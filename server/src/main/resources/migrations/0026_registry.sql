-- services, made by their first registration; who provides them is in memory and in a journal of its own
create table service (
    id bigint primary key,
    project_id bigint not null references project(id) on delete cascade,
    name text not null unique,
    display_name text,
    enabled boolean not null,
    scoped boolean not null,
    singleton boolean not null,
    address text,
    extranet boolean not null,
    health text,
    revision bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);

create index service_project on service(project_id, id);

-- what people said of one provider; outlives its registration, since the process may come back under the same name
create table provider_override (
    service_id bigint not null references service(id) on delete cascade,
    app_id bigint not null,
    client text not null,
    weight bigint,
    enabled boolean not null,
    draining boolean not null,
    revision bigint not null,
    updated_at bigint not null,
    primary key (service_id, app_id, client)
);
