-- the retention class of an app's logs; null: the standard one
alter table app add column log_class text;
