-- Days on which no article is found any more.
delete from news.search_day where documents <= 0
