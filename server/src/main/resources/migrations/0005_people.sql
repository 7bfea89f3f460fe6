-- People beyond the first: who they are, what they belong to, how they come in. An empty password_hash lets nobody in:
-- somebody invited who has not answered yet, or who signs in elsewhere (source oidc, subject: issuer and subject).
alter table person add column display_name text;
alter table person add column locked boolean not null default false;
alter table person add column source text not null default 'local';
alter table person add column subject text;
alter table person add column seen_at bigint;
alter table person add column revision bigint not null default 1;

create unique index person_by_subject on person (subject);

create table membership (
    person_id bigint not null references person (id),
    project_id bigint not null references project (id),
    role text not null,
    created_at bigint not null,
    primary key (person_id, project_id)
);

create index membership_by_project on membership (project_id, person_id);

-- The one-time link by which somebody chooses a password; at most one each.
create table invitation (
    person_id bigint primary key references person (id),
    code_hash text not null unique,
    created_at bigint not null,
    expires_at bigint not null
);

alter table session add column user_agent text;
alter table session add column seen_at bigint not null default 0;

create index session_by_person on session (person_id, id);

create index token_by_person on token (person_id, id);

-- From where a change was asked for; null when nobody asked.
alter table change add column address text;

create index change_by_actor on change (actor, id desc);

create index change_by_time on change (at);
