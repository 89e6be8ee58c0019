"""Posters and films answered: the commands, the answer's layout, and its buttons.

- cogs/: the commands
- query.py: a query on its way: admitted, acknowledged, answered, and a row in the query log
- answer.py, film_answer.py: the answer for a poster; for a film of the catalogue
- layout.py, colour.py, contact_sheet.py, estimate_chart.py: how an answer looks, and its pictures
- posted_answer.py: an answer read back from the message that shows it
- turn_page.py: a further page, put into a posted answer
- ids.py: what the buttons and the menu hold: their custom ids
- handlers.py: what they do
"""
