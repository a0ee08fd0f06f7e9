create table message_attachments (
    message_id text not null references messages (message_id) on delete cascade,
    position integer not null,
    file_id text not null references files (file_id),
    primary key (message_id, position)
);

create index message_attachments_by_file on message_attachments (file_id);
