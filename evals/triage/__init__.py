"""The labelled messages, and how well the triage does on them: `reperes eval --suite triage`.

Three sets, all fictitious. `pack.jsonl`: the sixty of the domain pack; the rules and the model were made with them.
`dev.jsonl`: eighty others, in other styles, whose failures may be read. `test.jsonl`: 128 written blind, read by nobody
who works on the triage, and on which nothing is tuned.

May not enter: real messages.
"""
