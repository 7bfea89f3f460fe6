-- The rollout that undid a part; 0 = it was undone by a stop alone, null = it stands. A rollback undoes the newest
-- rollout of which a part stands. See docs/rationale/rollouts.md.
alter table rollout_placement add column undone_by bigint;

create index rollout_placement_page on rollout_placement (rollout_id, state, placement_id);

-- Whether it is installed again where it runs already.
alter table rollout add column again boolean not null default false;

update rollout_placement
set undone_by = (select coalesce(r.reverted_by, 0) from rollout r where r.id = rollout_placement.rollout_id)
where revision > 0 and rollout_id in (select id from rollout where status in ('REVERTED', 'REVERTING'));

-- Rollbacks of earlier versions of the server said not what they undid: all that came after the release they went to.
update rollout_placement
set undone_by = (
    select max(b.rollout_id) from rollout_placement b join rollout br on br.id = b.rollout_id
    where b.placement_id = rollout_placement.placement_id and br.kind = 'rollback' and b.revision > 0)
where revision > 0 and undone_by is null
    and rollout_id in (select id from rollout where kind = 'publish')
    and exists (
        select 1 from rollout_placement b join rollout br on br.id = b.rollout_id
        where b.placement_id = rollout_placement.placement_id and br.kind = 'rollback' and b.revision > 0
            and b.rollout_id > rollout_placement.rollout_id
            and not exists (
                select 1 from rollout_placement x join rollout xr on xr.id = x.rollout_id
                where x.placement_id = b.placement_id and xr.kind = 'publish' and x.revision > 0
                    and x.release_id = b.release_id and x.rollout_id >= rollout_placement.rollout_id
                    and x.rollout_id < b.rollout_id));

-- What a caller asked for under a key of its own, so that asking again makes no second rollout.
create table rollout_request (
    actor text not null,
    request_key text not null,
    digest text not null,
    rollout_id bigint not null,
    at bigint not null,
    primary key (actor, request_key)
);

create index rollout_request_by_time on rollout_request (at);
