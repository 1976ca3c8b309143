"""Conversations: what somebody who signed in asked before, answers shared by a link, what readers thought of answers.

Nothing is kept of anonymous readers but what they choose to share or to tell, and counts by day.

May not enter: what anonymous readers asked, unless they shared it; the web.
"""
