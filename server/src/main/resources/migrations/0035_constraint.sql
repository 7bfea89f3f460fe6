-- what is demanded of an app's values of a key, in every scope
create table config_constraint (
    app_id bigint not null references config_sheet(app_id) on delete cascade,
    name text not null,
    required boolean not null,
    pattern text,
    schema text,
    primary key (app_id, name)
);
