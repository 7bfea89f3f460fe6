-- The rollout that a release of config came with; a number only, since releases stay when rollouts go.
alter table config_release add column rollout_id bigint;

-- The config that a rollout takes along. HELD: nobody else publishes; OPEN: it is over, and people decide.
create table config_carried (
    rollout_id bigint primary key references rollout(id) on delete cascade,
    app_id bigint not null references config_sheet(app_id) on delete cascade,
    of_number bigint,
    undoes bigint,
    changes bigint not null,
    state text not null,
    number bigint
);

create index config_carried_by_app on config_carried(app_id, state);

-- Placements that have a gray release: not those that still say the old version, of those that leave none but the new one.
create table config_gray_taker (
    app_id bigint not null references config_gray(app_id) on delete cascade,
    placement_id bigint not null references placement(id) on delete cascade,
    service text not null,
    node_id bigint not null,
    node text not null,
    old_version text,
    new_version text,
    leaving boolean not null,
    primary key (app_id, placement_id)
);

create index config_gray_taker_by_placement on config_gray_taker(placement_id);
