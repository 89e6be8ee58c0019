"""Everything behind the bot: the model, the catalogue, the store.

- core/: words of the domain, errors, settings
- store/: the database
- pictures/: from a stranger's file to a picture
- vision/: from a picture to an answer
- catalogue/: where films come from
- inference/: how the model is reached
- training/, report/: encoders and heads learnt, their figures, and these as a page
- samples/, starter/: films that are drawn; what ships
"""
