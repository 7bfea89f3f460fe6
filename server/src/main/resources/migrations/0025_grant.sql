-- Which app may call the services of which app of another project; within a project all may. project_id: the provider's.
create table call_grant (
    id bigint primary key,
    project_id bigint not null,
    consumer_app_id bigint not null,
    provider_app_id bigint not null,
    note text,
    created_by text not null,
    created_at bigint not null,
    unique (consumer_app_id, provider_app_id)
);
create index call_grant_by_provider on call_grant (provider_app_id);

-- Service tokens of an app that were issued at or before a second do not hold any more.
create table revocation (
    app text primary key,
    before_second bigint not null,
    revoked_at bigint not null
);
