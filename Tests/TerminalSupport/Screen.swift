// What a terminal shows.
