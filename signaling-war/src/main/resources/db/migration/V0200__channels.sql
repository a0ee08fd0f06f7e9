-- What messages belong to. Channels are one kind; deleting the conversation takes everything in it along.
create table conversations (
    conversation_id text primary key,
    last_message_id text
);

create table channels (
    channel_id text primary key references conversations (conversation_id) on delete cascade,
    name text not null,
    type text not null check (type in ('text', 'voice')),
    position integer not null,
    description text not null
);
