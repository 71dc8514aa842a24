-- What programs ask that put their own statements together.
create function analytics.rows_as_json(statement text, max_rows integer default 1000) returns setof json
language plpgsql
-- With the rights of whoever calls it.
security invoker
as $body$
declare
  found record;
  given integer := 0;
  answer json;
  size bigint := 0;
begin
  -- A cursor takes one statement that gives rows, and nothing else.
  for found in execute statement loop
    exit when given >= max_rows;
    given := given + 1;
    answer := row_to_json(found);
    if given = 1 and (select count(*) > count(distinct name) from json_object_keys(answer) as name) then
      raise exception using errcode = 'duplicate_column',
        message = 'two columns have one name, and an object holds each name once: give them names of their own with AS';
    end if;
    -- Who asks holds all of it in memory.
    size := size + octet_length(answer::text);
    if size > 20000000 then
      raise exception using errcode = 'invalid_parameter_value',
        message = 'an answer has at most 20 MB: ask for fewer rows or shorter texts, or with your own connection';
    end if;
    return next answer;
  end loop;
end
$body$;
comment on function analytics.rows_as_json is 'The first rows of one statement, each as a JSON object with its columns in their order. It acts with the rights of whoever calls it. More than one statement, or one that gives no rows, is refused; so are two columns of one name, and an answer of more than 20 MB.';
