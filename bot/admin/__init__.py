"""For admins and about Marquee itself: settings, statistics, privacy, about.

- settings.py: `/settings`, what an admin decides for a server
- stats.py, usage_chart.py: `/stats`, how a server uses Marquee, and that as a picture
- privacy.py: `/privacy`, what is kept of a member, as a file or erased
- about.py: `/about`, and whom Marquee owes what
"""
