/* What is wrong with a CSV record, in words and with its place. */
#ifndef CS_IO_CSV_REFUSE_H
#define CS_IO_CSV_REFUSE_H

#include "io/source-private.h"

/* The offset at which a cell begins in a record, or its length where there are not so many. *open, unless
 * NULL, receives the offset of the quote that is still open at the end, or SIZE_MAX. */
size_t cs_csv_find_cell(const char *text, size_t length, char delimiter, size_t cell, size_t *open);

/* The record's length without the line end that stands at its end. */
size_t cs_csv_without_line_end(const char *text, size_t length);

/* Each makes the last record of what begins at window[start]:
 * a quote where none may be, or text behind a closing one (the record reaches to the end of that line); */
enum cs_status cs_csv_refuse_quote(struct cs_source *source, size_t fault, struct cs_error *err);
/* the input ended inside quotes (all of the rest is this record); */
enum cs_status cs_csv_refuse_open(struct cs_source *source, struct cs_error *err);
/* a record longer than may be held: it is passed over, and only its beginning is kept. */
enum cs_status cs_csv_refuse_long(struct cs_source *source, struct cs_buffer *kept, struct cs_error *err);

/* For tests: from here on libcsv reads every record. */
void cs_csv_slow_only(struct cs_source *source);

#endif
