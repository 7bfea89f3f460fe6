-- A second port, at which a new release is started beside the one that runs; 0: the old process is stopped first.
alter table deployment add column overlap_port bigint not null default 0;
