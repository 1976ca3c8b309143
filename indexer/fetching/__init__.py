"""Fetching publications from where they are published, politely, into one folder a source.

```
sources.yaml ─▶ listing (WordPress, feed, sitemap, addresses, catalogue) ─▶ items ─▶ client ─▶ shelf ─▶ report
                                                                                     │          │
                                    robots.txt, pace, redirects, retries, limits ────┘          │
                                    <data folder>/fetched/<source>/…, catalogue.yaml, state ────┘
```

`indexer.fetching.run.fetch` is the way in. What is fetched lies in `<data folder>/fetched/<source>/` beside a
`catalogue.yaml`, ready to be indexed as any folder. That folder belongs to the fetcher: it renames and removes.

May not enter: the reading of what is fetched.
"""
