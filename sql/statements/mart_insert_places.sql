-- Places as the gazetteer has them.
insert into marts.place (place, country, name, kind, geoname_id, latitude, longitude) values %s returning place
