-- Bytes in files and in uploads that have begun: of each member, and under the empty id of all together. Kept by triggers,
-- so that whatever adds or removes a row is counted, in its own transaction.
create table file_usage (
    member_id text primary key,
    bytes bigint not null
);

insert into file_usage (member_id, bytes) select uploader_member_id, sum(size) from files group by uploader_member_id;
insert into file_usage (member_id, bytes) select '', coalesce(sum(size), 0) from files;

create trigger files_counted after insert on files
begin
    insert into file_usage (member_id, bytes) values (new.uploader_member_id, new.size), ('', new.size)
    on conflict (member_id) do update set bytes = bytes + excluded.bytes;
end;

create trigger files_uncounted after delete on files
begin
    update file_usage set bytes = bytes - old.size where member_id in (old.uploader_member_id, '');
end;

create trigger upload_sessions_counted after insert on upload_sessions
begin
    insert into file_usage (member_id, bytes) values (new.member_id, new.size), ('', new.size)
    on conflict (member_id) do update set bytes = bytes + excluded.bytes;
end;

create trigger upload_sessions_uncounted after delete on upload_sessions
begin
    update file_usage set bytes = bytes - old.size where member_id in (old.member_id, '');
end;
