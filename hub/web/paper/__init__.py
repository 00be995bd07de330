"""Application forms on A4, to be signed: what stands on a sheet, and the process that draws it."""
