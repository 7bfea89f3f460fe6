-- a key that can send logs and nothing else
alter table app_key add column ingest boolean not null default false;
