-- Which of the servers that share this database does what only one may do. beat: counts up while its holder lives; told:
-- who that is, for people.
create table lease (
    name text primary key,
    holder text not null,
    told text not null,
    beat bigint not null
);
