-- What the first page looks for among 50,000 placements: those under way, and the few that have a mode of their own.
drop index rollout_placement_open;

create index rollout_placement_open on rollout_placement (state, rollout_id) where state in ('PLANNED', 'QUEUED', 'WORKING');

create index placement_by_mode on placement (mode) where mode is not null;
