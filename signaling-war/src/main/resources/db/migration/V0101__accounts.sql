create table account (
    account_id    text primary key,
    username      text not null unique,
    display_name  text not null,
    password_hash text not null,
    created_at    text not null
);
