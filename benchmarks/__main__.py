"""`make bench`: everything that has a number, in one run."""

from benchmarks import pages, reader, start

reader.main()
start.main()
pages.main()
