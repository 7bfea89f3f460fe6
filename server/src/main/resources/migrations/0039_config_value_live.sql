-- what holds now, by key: a release ends it without a look at what held before
drop index config_value_live;
create unique index config_value_live on config_value(app_id, name, scope) where until is null;
