-- What the agent of its node cannot be told of a placement, and since when (epoch ms): it is left out of what the
-- node should run until the reason is gone.
create table untold (
    placement_id bigint primary key,
    reason text not null,
    since bigint not null
);
