-- files that the app writes its log to itself, ; between them; null: none
alter table deployment add column log_files text;
