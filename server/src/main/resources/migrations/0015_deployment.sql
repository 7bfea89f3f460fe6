-- What people call a deployment, in any script; its name stays that of files and folders.
alter table deployment add column display_name text;
