create table emojis (
    name text primary key,
    file_id text not null unique references files (file_id),
    uploaded_by text not null,
    created_at bigint not null
);
