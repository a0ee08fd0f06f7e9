-- What a file is for decides what the image function makes of it, and who may see it.
alter table files add column purpose text not null default 'attachment'
    check (purpose in ('attachment', 'avatar', 'banner', 'icon', 'emoji'));
alter table files add column correlation_id text not null default '';
-- When the image function was last asked; later than its creation when an administrator has asked again.
alter table files add column queued_at bigint not null default 0;
update files set queued_at = created_at;
alter table files add column blur_hash text;
alter table files add column animated integer not null default 0;
alter table files add column frames integer not null default 1;
