"""来稿体检: what an office receives -> a document -> clean Markdown, with findings.

One way: a reader makes a :class:`~shuxiang.intake.document.Document` of the bytes, stages find its structure, marks
point at what is blank or misprinted, the writer turns each article into Markdown. Findings travel with the values.
"""
