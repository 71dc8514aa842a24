-- Sources may be fetched as they arrive.
comment on column news.source.schedule is 'The group that it is fetched with: daily, hourly, or on_arrival.';
