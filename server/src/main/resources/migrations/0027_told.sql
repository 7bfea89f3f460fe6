-- The last lines that a program printed before its rollout failed: what is observed now may be another try, or release.
alter table rollout_placement add column output text;
