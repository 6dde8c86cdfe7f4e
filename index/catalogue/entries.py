"""What the catalogue selects of an article for a list: the columns of `ArticleEntry`."""

ENTRY = """id, title, published, published_precision, source, url, language,
    substr(text, 1, 300) AS beginning"""
