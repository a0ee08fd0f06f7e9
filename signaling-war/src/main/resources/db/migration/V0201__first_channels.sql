-- Inserted once, with the tables: an owner who deletes them does not get them back at the next start.
insert into conversations (conversation_id) values ('00000000-0000-7000-8000-000000000001');
insert into conversations (conversation_id) values ('00000000-0000-7000-8000-000000000002');
insert into channels (channel_id, name, type, position, description)
values ('00000000-0000-7000-8000-000000000001', 'general', 'text', 0, '');
insert into channels (channel_id, name, type, position, description)
values ('00000000-0000-7000-8000-000000000002', 'Lounge', 'voice', 1, '');
