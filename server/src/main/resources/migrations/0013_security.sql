-- From where a node asked to come in (of IPv6 the network), so that those who wait can be bounded by it.
alter table node add column asked_from text;

create index node_asking on node (asked_from, id) where not approved;

-- Since when the tokens of a running agent do not hold any more: it has logged out.
create table ended_login (
    code text not null,
    client_id text not null,
    ended_at bigint not null,
    primary key (code, client_id)
);
