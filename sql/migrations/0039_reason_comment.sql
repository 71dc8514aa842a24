-- Where the reason codes are declared.
comment on table ops.reason is 'Grain: one reason code of the quarantine. Filled by migrate from newsfold/model.py.';
