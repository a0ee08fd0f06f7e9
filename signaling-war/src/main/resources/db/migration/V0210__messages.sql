-- Ids are UUIDv7, made inside the write lock: their order is the order of the conversation.
create table messages (
    message_id text primary key,
    conversation_id text not null references conversations (conversation_id) on delete cascade,
    sender_member_id text not null,
    text text not null,
    reply_to_message_id text,
    created_at bigint not null,
    edited_at bigint
);

create index messages_by_conversation on messages (conversation_id, message_id);

-- No reference to messages: a retry that comes after the message was deleted must not bring it back.
create table message_nonces (
    sender_member_id text not null,
    conversation_id text not null references conversations (conversation_id) on delete cascade,
    nonce text not null,
    message_id text not null,
    created_at bigint not null,
    primary key (sender_member_id, conversation_id, nonce)
);

create index message_nonces_by_age on message_nonces (created_at);
create index message_nonces_by_conversation on message_nonces (conversation_id);

create table message_reactions (
    message_id text not null references messages (message_id) on delete cascade,
    src text not null,
    member_id text not null,
    reacted_at bigint not null,
    primary key (message_id, src, member_id)
);
