-- What the processes of a deployment offer to other apps, as JSON; null: nothing.
alter table deployment add column services text;
