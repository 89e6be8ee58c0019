"""Heads, export and evaluation: what makes the files that the other packages serve.

- data.py, views.py, mixing.py: labelled pictures; batches of them; pieces of others in them
- distort.py, cover_photo.py: what phones do to a poster, and to a case that it is printed on
- config.py, encoder.py, network.py, losses.py, validate.py: the training loop and its parts
- runs.py, teachers.py: a run's folder; what the networks of other runs say of posters
- whiten.py, export.py, unfold.py: what only copies differ in is shrunk; torch to ONNX and back
- stock_export.py: CLIP, ResNet50 and VGG16 to ONNX
- year_calibration.py: intervals of years that are honest in every decade
- heads.py, trained_heads.py, mixed_heads.py: heads fitted, a run's own, or both
- not_posters.py, other_things.py, poster_head.py: whether a picture shows a poster at all
- recognition.py, projection.py: the rules of recognition; the codes of local features
- twins.py: whether two files show one picture
- evaluate.py, reidentify.py: figures on the test split; distorted copies looked for
- study.py, genre_study.py, era_study.py: the studies
- rebalance.py: a training set in which years weigh more alike
- starter.py, model_card.py: what ships
- attached/: what people attach, drawn from a poster
- recipes/: the settings of the runs that ship
"""
