"""Excel in and out, iCalendar out."""
