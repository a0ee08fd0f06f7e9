alter table member add column banner_file_id text;
alter table server_profile add column icon_file_id text;
create index member_by_avatar on member (avatar_file_id);
create index member_by_banner on member (banner_file_id);

-- Pictures that wait for the image function; until it is done the old one is shown. The owner is a member, or '' for the
-- server.
create table pending_pictures (
    owner_id text not null,
    purpose text not null check (purpose in ('avatar', 'banner', 'icon')),
    file_id text not null unique references files (file_id) on delete cascade,
    primary key (owner_id, purpose)
);
