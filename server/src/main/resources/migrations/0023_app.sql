-- Apps that log in: whether they may, from where, by which keys, and what they may command.
-- introduced: it came by itself; until its secret was proved once, it may come without.
alter table app add column approved boolean not null default true;
alter table app add column introduced boolean not null default false;
alter table app add column allow_addresses text;
alter table app add column deny_addresses text;
alter table app add column control text;
alter table app add column secret_proved boolean not null default false;
alter table app add column last_login_at bigint;
alter table app add column asked_from text;
alter table app add column asked_at bigint;

create index app_by_approval on app (approved, id);

alter table project add column allow_addresses text;
alter table project add column deny_addresses text;

-- A key is one secret of an app, sealed. placement_id: the key that a deployed app was given there.
create table app_key (
    id bigint primary key,
    app_id bigint not null,
    name text not null,
    secret text not null,
    created_at bigint not null,
    created_by text not null,
    expires_at bigint,
    last_used_at bigint,
    revoked_at bigint,
    placement_id bigint
);

create index app_key_by_app on app_key (app_id, id);

create index app_key_by_placement on app_key (placement_id);
