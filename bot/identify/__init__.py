"""Posters and films answered: the commands, the answer's layout, and its buttons.

- cogs/: the commands
- ids.py: what the buttons under an answer carry
- query.py: one question: admitted, acknowledged, answered, and a row in the query log
- answer.py, film_answer.py: the answer for a poster; for a film of the catalogue
- details.py: what people ask of a film: how long, by whom, where to stream
- found_answer.py: films that were found, one of which may be meant
- wording.py: what an answer says of a picture: this is, perhaps, I do not know, no poster
- outline.py: the picture with lines around the posters in it
- later_title.py: an answer said anew when the title of its picture was read
- layout.py, colour.py, contact_sheet.py, estimate_chart.py: how an answer looks, and its pictures
- posted_answer.py: an answer read back from the message that shows it
- handlers.py, turn_page.py: what its buttons and its menu do; a further page
- turn_picture.py: another picture of the film
- confirm.py: a member's yes or no to what it perhaps is
"""
