"""Where films come from: folders, CSVs, lists of addresses, TMDB."""
