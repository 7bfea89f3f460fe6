-- The change table (docs/architecture.md): who did what, when, before and after. Ids grow without gaps that matter.
create table change (
    id bigint primary key,
    at bigint not null,
    actor text not null,
    project_id bigint,
    kind text not null,
    subject_kind text not null,
    subject_id text not null,
    before text,
    after text
);

create index change_by_project on change (project_id, id desc);

create index change_by_subject on change (subject_kind, subject_id, id desc);

-- One row per kind of id; the next id is drawn within the transaction that uses it.
create table sequence (
    name text primary key,
    last bigint not null
);
