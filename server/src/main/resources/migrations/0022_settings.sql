-- Settings that were edited in the console. A row is there while an edit holds; a reset takes it away.
create table setting (
    key text primary key,
    value text not null,
    revision bigint not null,
    updated_by text not null,
    updated_at bigint not null
);
