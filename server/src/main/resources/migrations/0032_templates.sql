-- Files that are made of the app's config: a line for each, template, tab, file; null: none. What happens to a process
-- that runs when they change: RESTART, RELOAD, NONE; null: RESTART.
alter table deployment add column templates text;
alter table deployment add column on_config text;

-- A publish of config asks for those that have some.
create index deployment_templates on deployment (app_id) where templates is not null;
