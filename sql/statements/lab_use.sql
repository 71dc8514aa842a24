-- Who holds how much in the schema lab, which is closed or opened by it.
select owner, tables, bytes, quota from ops.hold_lab()
