# Was Marquee auf Deutsch sagt; was hier fehlt, sagt es auf Englisch.
