-- scopes of the config that may be asked for with a key, one a line; null: any; empty: rules say which
alter table app_key add column scopes text;
update app_key set scopes = '' where created_by like 'app:%';

-- which scope the instances of a project get that may not say it themselves; addresses with commas between
create table config_rule (
    id bigint primary key,
    project_id bigint not null references project(id),
    ip text,
    local_ip text,
    labels text not null,
    scope text not null,
    priority bigint not null,
    revision bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);

create index config_rule_of on config_rule(project_id, id);

-- labels of the machines that get a gray release, key=value, one a line
alter table config_gray add column labels text not null default '';
