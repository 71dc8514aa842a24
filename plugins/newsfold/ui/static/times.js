// Times in the zone of whoever reads; the title keeps them in UTC.
"use strict";
for (const each of document.querySelectorAll("time[datetime]")) {
  const moment = new Date(each.dateTime);
  if (Number.isNaN(moment.getTime())) continue;
  const two = (number) => String(number).padStart(2, "0");
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  each.textContent = `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
