-- Files whose rows are gone and whose objects are to follow: what a crash between the two leaves is found here.
create table file_removals (
    file_id text primary key,
    multipart_id text
);
create index files_by_uploader on files (uploader_member_id, file_id);
