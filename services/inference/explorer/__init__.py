"""The explorer page: files that the inference service gives to a browser as they are.

- routes.py: where the files are served
- index.html, style.css, icon.svg: the page, under a strict Content-Security-Policy
- app.js, answer.js, search.js: what it does
- recognition.js: what it says of a picture, and lines around the posters in it
- sign-in.html, sign-in.js: where a browser enters the service's secret
"""
