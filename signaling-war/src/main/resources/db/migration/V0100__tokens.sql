create table token_family (
    family_id       text primary key,
    realm           text not null,
    subject         text not null,
    created_at      text not null,
    revoked_at      text,
    revoked_because text
);
create index token_family_by_subject on token_family (realm, subject);

create table refresh_token (
    token_hash text primary key,
    family_id  text not null references token_family (family_id) on delete cascade,
    issued_at  text not null,
    expires_at text not null,
    used_at    text
);
create index refresh_token_by_family on refresh_token (family_id);
create index refresh_token_by_expiry on refresh_token (expires_at);
