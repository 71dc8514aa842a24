-- The brief of a day on which nothing is held any more says what is not so.
delete from ops.brief where day = %(day)s
