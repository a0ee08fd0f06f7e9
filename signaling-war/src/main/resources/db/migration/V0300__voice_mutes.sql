create table voice_mute (
    member_id text primary key references member (member_id),
    muted_by  text not null references member (member_id),
    muted_at  text not null
);
