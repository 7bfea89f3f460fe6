-- The last lines that a program printed before its rollout failed: what is observed now may be another try, or release.
alter table rollout_placement add column output text;

-- The reason by code and parameters, as JSON, of what the server itself has understood of a node.
alter table node_event add column why text;

-- What a node's list can be sorted by, of its latest heartbeat: shares 0 to 1, and a number. Null before the next one.
alter table node_seen add column load_cpu double precision;
alter table node_seen add column load_memory double precision;
alter table node_seen add column load_disk double precision;
alter table node_seen add column load_processes bigint;
