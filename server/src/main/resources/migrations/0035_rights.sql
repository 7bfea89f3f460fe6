-- what is demanded of an app's values of a key, in every scope
create table config_constraint (
    app_id bigint not null references config_sheet(app_id) on delete cascade,
    name text not null,
    required boolean not null,
    pattern text,
    schema text,
    primary key (app_id, name)
);

-- the role that it takes with an app's config; an app without a row: viewer, operator, operator, admin
create table config_role (
    app_id bigint primary key references app(id) on delete cascade,
    read_role text not null,
    edit_role text not null,
    publish_role text not null,
    reveal_role text not null
);

-- what a project demands of all configs of its apps
create table config_policy (
    project_id bigint primary key references project(id),
    approval boolean not null
);

-- who has edited the draft since it was empty
create table config_editor (
    app_id bigint not null references config_sheet(app_id) on delete cascade,
    person bigint not null,
    actor text not null,
    primary key (app_id, person)
);

-- what somebody approved: the mark of a draft, or of a return to a release
create table config_approval (
    app_id bigint primary key references config_sheet(app_id) on delete cascade,
    mark text not null,
    person bigint not null,
    actor text not null,
    approved_at bigint not null
);
