-- The last lines that a program printed before its rollout failed: what is observed now may be another try, or release.
alter table rollout_placement add column output text;

-- The reason by code and parameters, as JSON, of what the server itself has understood of a node.
alter table node_event add column why text;
