-- the config of an app: made by its first edit
create table config_sheet (
    app_id bigint primary key references app(id) on delete cascade,
    enabled boolean not null,
    share text not null,
    global boolean not null,
    read_only boolean not null,
    number bigint not null,
    stamp bigint not null,
    publish_at bigint,
    publish_by text,
    publish_message text,
    revision bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);

create index config_sheet_due on config_sheet(publish_at);

-- from whom it inherits, in this order
create table config_quote (
    app_id bigint not null references config_sheet(app_id) on delete cascade,
    position bigint not null,
    quoted_app_id bigint not null,
    primary key (app_id, position)
);

create index config_quote_of on config_quote(quoted_app_id);

-- an item from the release that set it to the one that took its place; without an end it is live
create table config_value (
    app_id bigint not null references config_sheet(app_id) on delete cascade,
    name text not null,
    scope text not null,
    since bigint not null,
    until bigint,
    type text not null,
    value text not null,
    remark text,
    primary key (app_id, name, scope, since)
);

create index config_value_live on config_value(app_id, until);

-- what the next publish will do to an item
create table config_draft (
    app_id bigint not null references config_sheet(app_id) on delete cascade,
    name text not null,
    scope text not null,
    gone boolean not null,
    type text not null,
    value text not null,
    remark text,
    author text not null,
    edited_at bigint not null,
    primary key (app_id, name, scope)
);

create table config_release (
    app_id bigint not null references config_sheet(app_id) on delete cascade,
    number bigint not null,
    of_number bigint,
    message text,
    author text not null,
    changes bigint not null,
    created_at bigint not null,
    primary key (app_id, number)
);

-- when instances last read a key, and last asked for it in vain; to the hour
create table config_use (
    app_id bigint not null references app(id) on delete cascade,
    name text not null,
    used_at bigint not null,
    missed_at bigint not null,
    primary key (app_id, name)
);

-- what some instances have before the others; clients and nodes a line each
create table config_gray (
    app_id bigint primary key references config_sheet(app_id) on delete cascade,
    number bigint not null,
    clients text not null,
    nodes text not null,
    percent bigint not null,
    stamp bigint not null,
    message text,
    author text not null,
    created_at bigint not null
);

create table config_gray_value (
    app_id bigint not null references config_gray(app_id) on delete cascade,
    name text not null,
    scope text not null,
    gone boolean not null,
    type text not null,
    value text not null,
    remark text,
    primary key (app_id, name, scope)
);

-- which instance has which worker id; by client, until another gets the number
create table config_worker (
    app_id bigint not null references app(id) on delete cascade,
    number bigint not null,
    client text not null,
    seen_at bigint not null,
    primary key (app_id, number)
);
