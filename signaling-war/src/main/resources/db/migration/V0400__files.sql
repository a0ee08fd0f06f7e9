create table files (
    file_id text primary key,
    uploader_member_id text not null,
    name text not null,
    mime text not null,
    size bigint not null,
    etag text not null,
    state text not null check (state in ('queued', 'processing', 'done', 'rejected', 'failed')),
    code text,
    width integer,
    height integer,
    full_key text,
    full_mime text,
    full_size bigint,
    thumb_key text,
    thumb_mime text,
    thumb_size bigint,
    thumb_width integer,
    thumb_height integer,
    dominant_color text,
    created_at bigint not null
);

create index files_by_state on files (state, file_id);
