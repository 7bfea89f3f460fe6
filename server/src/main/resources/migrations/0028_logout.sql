-- Logins of instances that were ended, for as long as their tokens would hold: a started server knows of them again.
create table app_logout (
    app_id bigint not null,
    client_id text not null,
    ended_at bigint not null,
    primary key (app_id, client_id)
);

create index app_logout_ended on app_logout (ended_at);
