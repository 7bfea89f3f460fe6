-- What a stored package consists of, and whether it still is what was uploaded. One row a content, whoever uploaded it.
-- manifest_sha256 is of the manifest's text, manifest_blob where it lies, packed. rotten_at null: whole, as far as known.
create table stored_package (
    sha256 text primary key,
    manifest_sha256 text not null,
    manifest_blob text not null,
    entries bigint not null,
    checked_at bigint not null,
    rotten_at bigint
);

create index stored_package_by_check on stored_package (checked_at);

-- Public halves only; the private ones never come here.
create table signing_key (
    id bigint primary key,
    project_id bigint not null references project (id),
    name text not null,
    key_id text not null,
    public_key text not null,
    created_by text not null,
    created_at bigint not null,
    unique (project_id, key_id)
);

alter table release add column signature text;

alter table release add column signed_by text;

alter table project add column require_signature boolean not null default false;

create index stored_package_rotten on stored_package (sha256) where rotten_at is not null;
