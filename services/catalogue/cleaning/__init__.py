"""What is no poster out, films that came twice made one.

- clean.py: the whole of it
- picture_check.py, perceptual.py: whether a picture is a poster; which are empty or alike
- duplicates.py: films that came in twice, by their ids
"""
