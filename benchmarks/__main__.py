"""`make bench`: everything that has a number, in one run."""

from benchmarks import pages, reader, start, versions, workbook

reader.main()
workbook.main()
start.main()
pages.main()
versions.main()
