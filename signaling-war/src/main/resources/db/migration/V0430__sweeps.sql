create table sweeps (
    sweep_id text primary key,
    state text not null check (state in ('writing', 'waiting', 'done', 'refused', 'lost')),
    dry_run boolean not null,
    created_at bigint not null,
    entries bigint,
    report text
);

create index sweeps_by_state on sweeps (state, sweep_id);

-- The collector walks from the oldest file to the youngest.
create index files_by_age on files (created_at, file_id);
