"""What make_samples.py is made of: a PDF writer, a page layout, three documents."""
