"""Renders `corpus/`: from one source text per publication to the files that people have on their desks.

A maintainers' tool: nothing imports it at run time. It needs the extra `corpus` (`pip install -e .[corpus]`).

```
corpus/catalogue.yaml ─┐
corpus/texts/<id>.md   ├─ publication ─ rendering ─┬─ pdf       (markup → WeasyPrint)
corpus/texts/<id>.yaml ┘                           ├─ word      (pandoc)
                                                   ├─ webpage   (markup → Jinja2)
                                                   ├─ plain     (the Markdown itself)
                                                   └─ workbook  (XlsxWriter, csv)
                    corpus/rendered.json ─ ledger: which text, entry and renderer made each file
```

Libraries, and why:

- *WeasyPrint* for PDF: real paged CSS (footnotes at page bottom, running headers, columns, page numbers in the
  table of contents, hyphenation by language), bookmarks and metadata, without a browser. It loads Pango from the
  system (Debian: `libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`; fonts: `fonts-linuxlibertine fonts-lato`).
- *pandoc* (wheel `pypandoc_binary`, nothing to install) for DOCX: true heading styles, footnotes and table captions;
  its output is reproducible under `SOURCE_DATE_EPOCH`. python-docx has no footnotes.
- *Jinja2* for the pages, already there with Gradio and torch.
- *markdown-it-py* for CommonMark, the parser that the indexer reads Markdown with.
- *XlsxWriter* for workbooks: the same bytes for the same cells; openpyxl stamps the time of saving.

May not enter: facts without their source.
"""
