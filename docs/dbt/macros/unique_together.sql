{% test unique_together(model, columns) %}
-- Rows that agree in all of the columns, nulls taken as a value.
select {{ columns | join(', ') }}, count(*) as rows_alike
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
