create table server_profile (
    only_row    integer primary key check (only_row = 1),
    name        text not null,
    description text not null
);

create table member (
    member_id      text primary key,
    issuer         text not null,
    subject        text not null,
    nickname       text not null,
    avatar_file_id text,
    role           text not null check (role in ('owner', 'admin', 'member', 'guest')),
    standing       text not null check (standing in ('active', 'left', 'kicked', 'banned')),
    joined_at      text not null,
    unique (issuer, subject)
);
create index member_by_standing on member (standing, role);

create table invite (
    code       text primary key,
    created_by text not null references member (member_id),
    created_at text not null,
    expires_at text,
    max_uses   integer,
    uses       integer not null default 0,
    note       text not null,
    revoked_at text
);
