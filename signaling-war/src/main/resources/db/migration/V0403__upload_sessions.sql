-- Uploads in parts that have begun. A row is the reference to what lies in the store of them; its bytes are reserved.
create table upload_sessions (
    upload_id text primary key,
    file_id text not null unique,
    member_id text not null,
    name text not null,
    size bigint not null,
    part_size bigint not null,
    multipart_id text not null,
    correlation_id text not null,
    touched_at bigint not null
);
create index upload_sessions_by_member on upload_sessions (member_id);
create index upload_sessions_by_age on upload_sessions (touched_at);
