-- What the lists and the first page of the console look for (bench console-api holds them below 50 ms).
create index node_seen_named on node_seen (node_id, machine_name, ip);

create index node_seen_offline on node_seen (seen_at) where not online;

create index change_by_project_time on change (project_id, at);

create index change_by_kind on change (kind, id desc);

create index change_by_subject_kind on change (subject_kind, id desc);

create index placement_where on placement (id, deployment_id, node_id);

create index observed_by_state on observed (state, placement_id);

create index rollout_placement_failed on rollout_placement (rollout_id) where state = 'FAILED';

-- The labels of nodes, one a row, to be looked for; the row of the node has them all together.
create table node_label (
    node_id bigint not null,
    key text not null,
    value text not null,
    primary key (node_id, key)
);

create index node_label_by_key on node_label (key, value, node_id);
