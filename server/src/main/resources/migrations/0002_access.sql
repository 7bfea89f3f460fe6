-- Who may what (docs/security.md). Tokens, sessions and the set-up code are kept as SHA-256 only, passwords as Argon2id.
create table project (
    id bigint primary key,
    name text not null unique,
    display_name text,
    revision bigint not null,
    created_at bigint not null
);

-- Everything needs a project, so one is there from the beginning; the first start dates it.
insert into project (id, name, revision, created_at) values (1, 'default', 1, 0);

insert into sequence (name, last) values ('project', 1);

create table person (
    id bigint primary key,
    name text not null unique,
    password_hash text not null,
    platform boolean not null,
    created_at bigint not null
);

create table session (
    id bigint primary key,
    person_id bigint not null references person (id),
    token_hash text not null unique,
    address text not null,
    created_at bigint not null,
    expires_at bigint not null
);

-- kind: api (a person's, for programs) or enrol (lets nodes in). project_id null: all the person's rights.
create table token (
    id bigint primary key,
    kind text not null,
    name text not null,
    token_hash text not null unique,
    person_id bigint not null references person (id),
    project_id bigint references project (id),
    role text,
    created_at bigint not null,
    expires_at bigint,
    last_used_at bigint
);

create index token_by_project on token (project_id, id);

-- At most one row, and none once an administrator exists.
create table setup_code (
    id bigint primary key,
    code_hash text not null,
    created_at bigint not null
);
