"""A Word document (.docx) -> a document: package, styles, numbers, stories. The entry is ``reading.read_docx``."""
